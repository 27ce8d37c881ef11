package dev.rivulet.media.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PagesTest {
  private final HttpClient client = HttpClient.newHttpClient();
  private final MediaServer server =
      MediaServer.start(
          new MediaServer.Settings(
              "127.0.0.1",
              0,
              10,
              Duration.ofSeconds(5),
              Duration.ofSeconds(5),
              new Pages(List.of("https://chat.example"))),
          new MediaServer.Routes().add("GET", "/one", exchange -> exchange.send(204)),
          new SimpleMeterRegistry());

  @AfterEach
  void close() {
    server.close();
    client.close();
  }

  @Test
  void listedPageMaySendUploads() throws Exception {
    HttpResponse<String> asked = preflight("https://chat.example");
    assertThat(asked.statusCode()).isEqualTo(204);
    assertThat(header(asked, "Access-Control-Allow-Origin")).isEqualTo("https://chat.example");
    assertThat(header(asked, "Access-Control-Allow-Methods")).contains("PATCH");
    assertThat(header(asked, "Access-Control-Allow-Headers")).contains("Upload-Offset");
    HttpResponse<String> answer = send(request("https://chat.example").GET());
    assertThat(header(answer, "Access-Control-Expose-Headers")).contains("Upload-Offset");
  }

  @Test
  void otherPagesAreToldNothing() throws Exception {
    assertThat(preflight("https://evil.example").statusCode()).isEqualTo(405);
    HttpResponse<String> answer = send(request("https://evil.example").GET());
    assertThat(answer.headers().firstValue("Access-Control-Allow-Origin")).isEmpty();
  }

  private HttpResponse<String> preflight(String origin) throws Exception {
    return send(
        request(origin)
            .header("Access-Control-Request-Method", "PATCH")
            .method("OPTIONS", BodyPublishers.noBody()));
  }

  private HttpRequest.Builder request(String origin) {
    return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + "/one"))
        .header("Origin", origin);
  }

  private HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
    return client.send(request.build(), BodyHandlers.ofString());
  }

  private static String header(HttpResponse<String> answer, String name) {
    return answer.headers().firstValue(name).orElse("");
  }
}
