package dev.rivulet.api.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rivulet.api.http.HttpServer;
import dev.rivulet.api.http.Origins;
import dev.rivulet.api.http.Router;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.ByteArrayInputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/// The files of the browser client, as they were built.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class WebResourceTest {
  private static final Pattern ASSET = Pattern.compile("(?:src|href)=\"(/assets/[^\"]+)\"");
  private static final int SCRIPT_BYTES_MAX = 150_000;

  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final HttpServer server = started("");
  private final HttpServer withMedia = started("http://127.0.0.1:9000");

  private static HttpServer started(String media) {
    Router router = new Router();
    new WebResource(List.of("ws://127.0.0.1:8081/v1/ws"), media).routes(router);
    HttpServer.Settings settings =
        new HttpServer.Settings(
            "127.0.0.1", 0, 100, Duration.ofSeconds(5), 100, true, Origins.none());
    return HttpServer.start(settings, router, new SimpleMeterRegistry());
  }

  @AfterAll
  void close() {
    server.close();
    withMedia.close();
    client.close();
  }

  @Test
  void pageMayLoadAndDoLittle() throws Exception {
    String policy = get(server, "/").headers().firstValue("Content-Security-Policy").orElseThrow();
    assertThat(policy)
        .contains("default-src 'none'", "require-trusted-types-for 'script'")
        .contains("connect-src 'self' ws://127.0.0.1:8081;")
        .containsPattern("script-src 'self' 'sha256-[A-Za-z0-9+/]{43}='; ")
        .doesNotContain("unsafe", "*");
    assertThat(policy(withMedia)).contains("img-src 'self' blob: http://127.0.0.1:9000;");
  }

  private String policy(HttpServer asked) throws Exception {
    return get(asked, "/").headers().firstValue("Content-Security-Policy").orElseThrow();
  }

  @Test
  void pageIsAskedForAgainAndItsFilesAreKept() throws Exception {
    HttpResponse<byte[]> page = get(server, "/");
    assertThat(page.headers().firstValue("Cache-Control")).hasValue("no-cache");
    String tag = page.headers().firstValue("ETag").orElseThrow();
    assertThat(get(server, "/", "If-None-Match", tag).statusCode()).isEqualTo(304);
    Matcher assets = ASSET.matcher(text(page));
    int found = 0;
    while (assets.find()) {
      found++;
      HttpResponse<byte[]> file = get(server, assets.group(1));
      assertThat(file.statusCode()).as(assets.group(1)).isEqualTo(200);
      assertThat(file.headers().firstValue("Cache-Control").orElseThrow()).contains("immutable");
    }
    assertThat(found).isGreaterThan(3);
  }

  @Test
  void fileOfAnotherVersionIsNotKept() throws Exception {
    HttpResponse<byte[]> file = get(server, "/assets/0123/app.js");
    assertThat(file.statusCode()).isEqualTo(200);
    assertThat(file.headers().firstValue("Cache-Control")).hasValue("no-cache");
    assertThat(file.headers().firstValue("Content-Type"))
        .hasValue("text/javascript; charset=utf-8");
  }

  @Test
  void filesAreCompressedForWhoTakesIt() throws Exception {
    HttpResponse<byte[]> zipped = get(server, "/assets/0/app.css", "Accept-Encoding", "gzip, br");
    assertThat(zipped.headers().firstValue("Content-Encoding")).hasValue("gzip");
    byte[] plain = get(server, "/assets/0/app.css").body();
    try (var in = new GZIPInputStream(new ByteArrayInputStream(zipped.body()))) {
      assertThat(in.readAllBytes()).isEqualTo(plain);
    }
  }

  @Test
  void scriptsAreSmall() throws Exception {
    int bytes = 0;
    for (String name : WebFolder.read("dev/rivulet/web").keySet()) {
      if (name.endsWith(".js")) {
        bytes += get(server, "/assets/0/" + name, "Accept-Encoding", "gzip").body().length;
      }
    }
    System.out.println("compressed script: " + bytes + " bytes");
    assertThat(bytes).isBetween(10_000, SCRIPT_BYTES_MAX);
  }

  @Test
  void pagesLearnWhereSocketsAndMediaAre() throws Exception {
    assertThat(text(get(server, "/v1/gateways")))
        .isEqualTo("{\"gateways\":[\"ws://127.0.0.1:8081/v1/ws\"]}");
    assertThat(text(get(withMedia, "/v1/gateways")))
        .contains("\"media\":\"http://127.0.0.1:9000\"");
  }

  @Test
  void behindBalancerEverythingIsAtItsAddress() throws Exception {
    assertThat(text(get(withMedia, "/v1/gateways", "X-Forwarded-For", "192.0.2.1")))
        .isEqualTo("{\"gateways\":[],\"media\":\"\"}");
  }

  @Test
  void nothingElseIsServed() throws Exception {
    assertThat(get(server, "/assets/0/../../pom.xml").statusCode()).isEqualTo(404);
    assertThat(get(server, "/index.html").statusCode()).isEqualTo(404);
  }

  private static String text(HttpResponse<byte[]> answer) {
    return new String(answer.body(), StandardCharsets.UTF_8);
  }

  private HttpResponse<byte[]> get(HttpServer asked, String path, String... headers)
      throws Exception {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + asked.port() + path));
    if (headers.length > 0) {
      request.headers(headers);
    }
    return client.send(request.build(), BodyHandlers.ofByteArray());
  }
}
