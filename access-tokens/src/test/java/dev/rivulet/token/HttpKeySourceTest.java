package dev.rivulet.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class HttpKeySourceTest {
  @Test
  void readsTheKeys() throws Exception {
    answer("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}", "{}");
  }

  @Test
  void refusesWhatIsTooLongOrNoAnswer() throws Exception {
    answer("HTTP/1.1 503 Away\r\nContent-Length: 0\r\n\r\n", null);
    answer("HTTP/1.1 200 OK\r\nContent-Length: 70000\r\n\r\n" + "x".repeat(70_000), null);
  }

  /// The head comes at once, the body never ends; the connection does.
  @Test
  void bodyThatTricklesEndsAtTheTimeLimit() throws Exception {
    answer("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{", null);
  }

  private static void answer(String bytes, @org.jspecify.annotations.Nullable String expected)
      throws Exception {
    try (var listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        var source =
            new HttpKeySource(URI.create("http://127.0.0.1:" + listener.getLocalPort() + "/"))) {
      var read = CompletableFuture.supplyAsync(() -> read(source));
      try (var socket = listener.accept()) {
        socket.setSoTimeout(20_000);
        socket.getOutputStream().write(bytes.getBytes(StandardCharsets.US_ASCII));
        if (expected == null) {
          assertThatThrownBy(read::join).hasRootCauseInstanceOf(Exception.class);
        } else {
          assertThat(read.join()).isEqualTo(expected);
        }
      }
    }
  }

  private static String read(HttpKeySource source) {
    try {
      return source.read();
    } catch (IOException | InterruptedException failed) {
      throw new CompletionException(failed);
    }
  }
}
