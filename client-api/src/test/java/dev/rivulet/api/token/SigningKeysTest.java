package dev.rivulet.api.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.LIST;
import static org.assertj.core.api.InstanceOfAssertFactories.MAP;

import dev.rivulet.runtime.ServiceFailure;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SigningKeysTest {
  @TempDir Path directory;

  @Test
  void aMissingFileIsMadeForItsOwnerAlone() throws Exception {
    Path file = directory.resolve("new/keys.json");
    SigningKeys made = SigningKeys.load(file);
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
    assertThat(SigningKeys.load(file).currentId()).isEqualTo(made.currentId());
    try (var files = Files.list(file.getParent())) {
      assertThat(files).containsExactly(file);
    }
  }

  @Test
  void manyWhoStartAtOnceUseOneKey() {
    Path file = directory.resolve("keys.json");
    List<String> ids =
        IntStream.range(0, 8).parallel().mapToObj(_ -> SigningKeys.load(file).currentId()).toList();
    assertThat(ids).containsOnly(ids.getFirst());
  }

  @Test
  void onlyPublicPartsArePublished() {
    assertThat(SigningKeys.fresh().publicSet())
        .extractingByKey("keys", LIST)
        .singleElement(MAP)
        .containsOnlyKeys("kty", "use", "crv", "kid", "x", "y");
  }

  @Test
  void aFileOfSomethingElseIsAConfigurationFailure() throws Exception {
    Path file = Files.writeString(directory.resolve("keys.json"), "{\"keys\":[]}");
    assertThatThrownBy(() -> SigningKeys.load(file))
        .isInstanceOf(ServiceFailure.class)
        .hasMessageContaining("api.signing-key-file");
  }
}
