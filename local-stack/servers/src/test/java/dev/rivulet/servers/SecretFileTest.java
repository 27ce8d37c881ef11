package dev.rivulet.servers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SecretFileTest {
  @TempDir Path directory;

  @Test
  void replacesTheWholeForItsOwnerAlone() throws IOException {
    Path file = directory.resolve("secret");
    Files.writeString(file, "an older and longer text");
    // What a kill left.
    Files.writeString(directory.resolve("secret.new"), "half");
    SecretFile.write(file, "new");
    assertThat(file).hasContent("new");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
    assertThat(directory).isDirectoryNotContaining("glob:**.new");
  }

  @Test
  void oldTextStaysWhenTheNewCannotBeWritten() throws IOException {
    Path file = directory.resolve("secret");
    SecretFile.write(file, "old");
    Files.createDirectories(directory.resolve("secret.new").resolve("in the way"));
    assertThatThrownBy(() -> SecretFile.write(file, "new"))
        .isInstanceOf(UncheckedIOException.class);
    assertThat(file).hasContent("old");
  }
}
