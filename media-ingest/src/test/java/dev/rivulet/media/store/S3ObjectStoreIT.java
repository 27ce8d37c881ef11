package dev.rivulet.media.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rivulet.servers.S3Server;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The MinIO SDK against a real S3 server.
class S3ObjectStoreIT {
  @TempDir static Path folder;

  @Test
  void objectsAreWrittenReadListedAndDeleted() throws IOException {
    try (S3Server server = S3Server.start(S3Server.Options.in(folder, "a-secret-key"));
        S3ObjectStore store = store(server)) {
      byte[] bytes = new byte[3_000_000];
      new Random(1).nextBytes(bytes);
      Path file = Files.write(folder.resolve("file"), bytes);

      assertThat(store.answers()).isTrue();
      store.put("objects/ab/one", file, "image/webp");
      store.put("objects/ab/one", file, "image/webp");

      assertThat(read(store, "objects/ab/one", 0, bytes.length)).isEqualTo(bytes);
      assertThat(read(store, "objects/ab/one", 1_000_000, 5))
          .isEqualTo(java.util.Arrays.copyOfRange(bytes, 1_000_000, 1_000_005));
      assertThat(store.list("objects/"))
          .singleElement()
          .satisfies(
              listed -> {
                assertThat(listed.key()).isEqualTo("objects/ab/one");
                assertThat(listed.bytes()).isEqualTo(bytes.length);
              });

      store.delete("objects/ab/one");
      store.delete("objects/ab/one");

      assertThat(store.list("objects/")).isEmpty();
      assertThatThrownBy(() -> read(store, "objects/ab/one", 0, 1))
          .isInstanceOf(ObjectStore.MissingObject.class);

      server.kill();
      assertThat(store.answers()).isFalse();
      assertThatThrownBy(() -> store.put("objects/ab/two", file, "image/webp"))
          .isInstanceOf(ObjectStore.StoreAway.class);

      server.startAndAwait(Duration.ofMinutes(1));
      store.put("objects/ab/two", file, "image/webp");
      assertThat(read(store, "objects/ab/two", 0, bytes.length)).isEqualTo(bytes);
    }
  }

  private static S3ObjectStore store(S3Server server) {
    return new S3ObjectStore(
        new StoreConfig(
            server.endpoint(),
            "us-east-1",
            "rivulet-media",
            server.accessKey(),
            server.secretKey(),
            Duration.ofSeconds(10)));
  }

  private static byte[] read(S3ObjectStore store, String key, long offset, long length)
      throws IOException {
    try (InputStream in = store.read(key, offset, length)) {
      return in.readAllBytes();
    }
  }
}
