package dev.rivulet.api.token;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rivulet.api.http.HttpServer;
import dev.rivulet.api.http.Origins;
import dev.rivulet.api.http.Reply;
import dev.rivulet.api.http.Router;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RefreshCookieTest {
  private final Origins origins = Origins.of(List.of("https://chat.example"), true);
  private final RefreshCookie cookie = new RefreshCookie(Duration.ofDays(90), origins);
  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final HttpServer server =
      HttpServer.start(
          new HttpServer.Settings("127.0.0.1", 0, 100, Duration.ofSeconds(5), 10, false, origins),
          new Router()
              .get("/set", request -> answer(() -> cookie.set(request, "abc_-1")))
              .get("/clear", request -> answer(() -> cookie.clear(request)))
              .get("/read", request -> Reply.ok(Map.of("t", cookie.token(request).orElse("-")))),
          new SimpleMeterRegistry());

  private static Reply answer(Runnable work) {
    work.run();
    return Reply.noContent();
  }

  @AfterEach
  void close() {
    server.close();
    client.close();
  }

  @Test
  void noScriptAndNoOtherSiteCanHaveIt() throws Exception {
    assertThat(get("/set").headers().firstValue("Set-Cookie"))
        .hasValue(
            "rivulet-refresh=abc_-1; Path=/v1/token; Max-Age=7776000; HttpOnly; SameSite=Strict;"
                + " Secure");
    assertThat(get("/clear").headers().firstValue("Set-Cookie").orElseThrow())
        .startsWith("rivulet-refresh=;")
        .contains("Max-Age=0");
  }

  @Test
  void pagesOfOurOwnAndAllowedOnesMaySendIt() throws Exception {
    String own = "http://127.0.0.1:" + server.port();
    assertThat(read("Origin", own).body()).isEqualTo("{\"t\":\"abc\"}");
    assertThat(read("Origin", "https://chat.example").body()).isEqualTo("{\"t\":\"abc\"}");
    assertThat(read("X-None", "none").body()).isEqualTo("{\"t\":\"abc\"}");
  }

  @Test
  void anotherPageIsRefused() throws Exception {
    for (String origin :
        List.of("https://evil.example", "null", "http://127.0.0.1:1", "http://127.0.0.1")) {
      HttpResponse<String> answer = read("Origin", origin);
      assertThat(answer.statusCode()).as(origin).isEqualTo(403);
      assertThat(answer.body()).contains("forbidden-origin");
    }
  }

  private HttpResponse<String> read(String header, String value) throws Exception {
    return get("/read", "Cookie", "a=b; rivulet-refresh=abc", header, value);
  }

  private HttpResponse<String> get(String path, String... headers) throws Exception {
    URI uri = URI.create("http://127.0.0.1:" + server.port() + path);
    HttpRequest.Builder request = HttpRequest.newBuilder(uri);
    if (headers.length > 0) {
      request.headers(headers);
    }
    return client.send(request.build(), BodyHandlers.ofString());
  }
}
