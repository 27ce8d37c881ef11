package dev.rivulet.servers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("server")
class RedisServerIT {
  @TempDir Path directory;

  @Test
  void itAnswersWithThePasswordOnlyAndAgainAfterAKill() throws IOException {
    RedisServer.Options options =
        RedisServer.Options.in(directory).withPassword("a-generated-password");
    try (RedisServer redis = RedisServer.start(options)) {
      assertThat(ping(redis.port())).startsWith("-NOAUTH");
      redis.kill();
      assertThat(redis.answers()).isFalse();
      redis.startAndAwait(Duration.ofSeconds(10));
      assertThat(redis.answers()).isTrue();
    }
  }

  @Test
  void thePasswordIsInAFileOfTheOwnerAlone() throws IOException {
    RedisServer.Options options =
        RedisServer.Options.in(directory).withPassword("a-generated-password");
    try (RedisServer redis = RedisServer.start(options)) {
      assertThat(ProcessHandle.of(redis.pid()).orElseThrow().info().commandLine().orElse(""))
          .doesNotContain("a-generated-password");
      assertThat(
              PosixFilePermissions.toString(
                  Files.getPosixFilePermissions(directory.resolve("redis.conf"))))
          .isEqualTo("rw-------");
    }
  }

  @Test
  void aTakenPortIsNamedAndNothingStarts() {
    try (RedisServer first = RedisServer.start(RedisServer.Options.in(directory))) {
      RedisServer.Options samePort = RedisServer.Options.in(directory).withPort(first.port());
      assertThatThrownBy(() -> new RedisServer(samePort, directory.resolve("second.log")).start())
          .isInstanceOf(ServerException.class)
          .hasMessage("port " + first.port() + " of redis is taken by another program");
    }
  }

  private static String ping(int port) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket.getOutputStream().write("PING\r\n".getBytes(StandardCharsets.US_ASCII));
      byte[] answer = new byte[64];
      int length = socket.getInputStream().read(answer);
      return new String(answer, 0, length, StandardCharsets.US_ASCII);
    }
  }
}
