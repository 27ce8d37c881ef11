package dev.rivulet.gateway.signal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class HttpAcquaintancesTest {
  private static final UUID ANN = new UUID(1, 1);
  private static final UUID BOB = new UUID(2, 2);

  private HttpServer server;
  private HttpAcquaintances acquaintances;
  private volatile String asked = "";
  private volatile String authorization = "";
  private volatile String answer = "";
  private volatile int status = 200;

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::answer);
    server.start();
    var keys =
        URI.create(
            "http://127.0.0.1:%d/.well-known/jwks.json".formatted(server.getAddress().getPort()));
    acquaintances = new HttpAcquaintances(keys);
  }

  @AfterEach
  void stop() {
    acquaintances.close();
    server.stop(0);
  }

  @Test
  void itAsksInTheNameOfTheOneWhoWatchesAndReadsWhomHeMaySee() throws Exception {
    answer = "{\"users\":[{\"user\":\"%s\",\"online\":false,\"new\":1}]}".formatted(BOB);
    assertThat(acquaintances.of("TOKEN", List.of(ANN, BOB))).containsExactly(BOB);
    assertThat(asked).isEqualTo("/v1/presence?users=" + ANN + "," + BOB);
    assertThat(authorization).isEqualTo("Bearer TOKEN");
  }

  @Test
  void whatIsNoAnswerIsAFailure() {
    answer = "{\"users\":[";
    assertThatThrownBy(() -> acquaintances.of("TOKEN", List.of(BOB)))
        .isInstanceOf(IOException.class);
    status = 503;
    assertThatThrownBy(() -> acquaintances.of("TOKEN", List.of(BOB)))
        .isInstanceOf(IOException.class)
        .hasMessage("status 503");
  }

  private void answer(HttpExchange exchange) throws IOException {
    asked = exchange.getRequestURI().toString();
    authorization = exchange.getRequestHeaders().getFirst("Authorization");
    byte[] body = answer.getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(status, body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }
}
