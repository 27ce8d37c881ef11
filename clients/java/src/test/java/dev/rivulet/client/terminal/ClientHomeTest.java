package dev.rivulet.client.terminal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClientHomeTest {
  @TempDir Path clients;

  @Test
  void passwordIsMadeOnceAndForItsOwnerAlone() throws IOException {
    var password = new ClientHome(clients, "ann").password();

    assertThat(password).hasSizeGreaterThanOrEqualTo(20);
    assertThat(new ClientHome(clients, "ann").password()).isEqualTo(password);
    assertThat(new ClientHome(clients, "bob").password()).isNotEqualTo(password);
    assertThat(permissions("ann/password")).isEqualTo("rw-------");
    assertThat(permissions("ann")).isEqualTo("rwx------");
  }

  @Test
  void secondTerminalIsToldHowToBeASecondDevice() {
    var home = new ClientHome(clients, "ann");
    try (var _ = home.store("terminal")) {
      assertThatThrownBy(() -> home.store("terminal")).hasMessageContaining("--device");
      home.store("phone").close();
    }
  }

  private String permissions(String name) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(clients.resolve(name)));
  }
}
