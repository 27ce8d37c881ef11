package dev.rivulet.api.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rivulet.contracts.frame.FrameCodec;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.ByteArrayInputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class HttpServerTest {
  private static final int BODY_BYTES_MAX = 100;

  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private HttpServer server = start();

  record Body(@Nullable String name, @Nullable UUID id) {}

  private HttpServer start() {
    Router router =
        new Router()
            .post("/echo", request -> Reply.ok(request.body(Body.class)))
            .get("/number", request -> Reply.ok(request.number("n", 1, 10).orElse(5L)))
            .get("/busy", _ -> throwing(Problem.tooFast(Duration.ofSeconds(7))))
            .get("/away", _ -> throwing(Problem.unavailable()))
            .get("/broken", _ -> throwing(new IllegalStateException("secret words")))
            .get("/kept", _ -> Reply.tagged(new Body("kept", null)))
            .get("/raw", _ -> Reply.ok(new RawBody("text/plain", new byte[] {'x'})))
            .get("/streamed", _ -> Reply.ok(streamed()))
            .get("/unauthorized", _ -> throwing(Problem.unauthorized()));
    HttpServer.Settings settings =
        new HttpServer.Settings(
            "127.0.0.1", 0, BODY_BYTES_MAX, Duration.ofSeconds(5), 100, false, origins());
    return HttpServer.start(settings, router, registry);
  }

  private static Origins origins() {
    return Origins.of(List.of("https://chat.example"), true);
  }

  private static StreamedBody streamed() {
    return new StreamedBody("application/zip", out -> out.write(new byte[100_000]));
  }

  private static Reply throwing(RuntimeException problem) {
    throw problem;
  }

  @BeforeAll
  void isListening() {
    assertThat(server.port()).isPositive();
  }

  @AfterAll
  void close() {
    server.close();
    client.close();
  }

  @Test
  void bodiesTravelAsJson() throws Exception {
    UUID id = UUID.randomUUID();
    String body = "{\"name\":\"x\",\"id\":\"%s\",\"unknown\":1}".formatted(id);
    HttpResponse<String> answer = post("/echo", "application/json; charset=utf-8", body);
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.body()).isEqualTo("{\"name\":\"x\",\"id\":\"%s\"}".formatted(id));
    assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/json");
    assertThat(answer.headers().firstValue("Cache-Control")).hasValue("no-store");
  }

  @Test
  void anAnswerSaysWhatABrowserMustNotDoWithIt() throws Exception {
    HttpResponse<String> answer = get("/number");
    assertThat(answer.headers().firstValue("Content-Security-Policy"))
        .hasValue("default-src 'none'; frame-ancestors 'none'");
    assertThat(answer.headers().firstValue("Strict-Transport-Security")).isPresent();
    assertThat(answer.headers().firstValue("Access-Control-Allow-Origin")).isEmpty();
  }

  @Test
  void aKeptAnswerIsSentAgainOnlyWhenItHasChanged() throws Exception {
    HttpResponse<String> first = get("/kept");
    String tag = first.headers().firstValue("ETag").orElseThrow();
    HttpResponse<String> again = get("/kept", "If-None-Match", "\"other\", W/" + tag);
    assertThat(again.statusCode()).isEqualTo(304);
    assertThat(again.body()).isEmpty();
    assertThat(get("/kept", "If-None-Match", "\"other\"").body()).isEqualTo(first.body());
    assertThat(get("/number").headers().firstValue("ETag")).isEmpty();
  }

  @Test
  void whatIsGotCanBeAskedAboutWithoutItsBody() throws Exception {
    for (String path : List.of("/kept", "/raw", "/streamed", "/number", "/away", "/nothing")) {
      HttpResponse<String> got = get(path);
      HttpResponse<String> asked = head(path);
      assertThat(asked.statusCode()).as(path).isEqualTo(got.statusCode());
      assertThat(asked.body()).as(path).isEmpty();
      for (String header : List.of("Content-Type", "ETag", "Cache-Control", "Retry-After")) {
        assertThat(asked.headers().allValues(header))
            .as(path + " " + header)
            .isEqualTo(got.headers().allValues(header));
      }
      if (!path.equals("/streamed")) {
        assertThat(asked.headers().firstValueAsLong("Content-Length"))
            .as(path)
            .hasValue(got.body().length());
      }
    }
    assertThat(head("/echo").statusCode()).isEqualTo(405);
    assertThat(head("/kept").headers().firstValue("Content-Length")).isPresent();
  }

  private HttpResponse<String> head(String path) throws Exception {
    return client.send(
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + path))
            .HEAD()
            .build(),
        BodyHandlers.ofString());
  }

  @Test
  void bodiesOfOtherKindsTravelAsTheyAre() throws Exception {
    assertThat(get("/raw").body()).isEqualTo("x");
    HttpResponse<String> streamed = get("/streamed");
    assertThat(streamed.body()).hasSize(100_000);
    assertThat(streamed.headers().firstValue("Content-Type")).hasValue("application/zip");
  }

  @Test
  void pagesOfAllowedOriginsMayReadAnswers() throws Exception {
    HttpResponse<String> allowed = get("/number", "Origin", "https://chat.example");
    assertThat(allowed.headers().firstValue("Access-Control-Allow-Origin"))
        .hasValue("https://chat.example");
    HttpResponse<String> stranger = get("/number", "Origin", "https://evil.example");
    assertThat(stranger.statusCode()).isEqualTo(200);
    assertThat(stranger.headers().firstValue("Access-Control-Allow-Origin")).isEmpty();
  }

  @Test
  void aPreflightIsAnsweredToAllowedOriginsAlone() throws Exception {
    HttpResponse<String> allowed = preflight("https://chat.example");
    assertThat(allowed.statusCode()).isEqualTo(204);
    assertThat(allowed.headers().firstValue("Access-Control-Allow-Methods").orElseThrow())
        .contains("PATCH");
    assertThat(preflight("https://evil.example").statusCode()).isEqualTo(405);
  }

  private HttpResponse<String> preflight(String origin) throws Exception {
    return client.send(
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + "/number"))
            .method("OPTIONS", HttpRequest.BodyPublishers.noBody())
            .header("Origin", origin)
            .header("Access-Control-Request-Method", "PATCH")
            .build(),
        BodyHandlers.ofString());
  }

  private HttpResponse<String> get(String path, String header, String value) throws Exception {
    return client.send(
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + path))
            .header(header, value)
            .build(),
        BodyHandlers.ofString());
  }

  @Test
  void problemsHaveTheirFourFields() throws Exception {
    JsonNode problem = problem(get("/nowhere"), 404, "not-found");
    assertThat(problem.get("type").asText()).isEqualTo("about:blank");
    assertThat(problem.get("title").asText()).isEqualTo("Not Found");
    assertThat(problem.has("detail")).isFalse();
  }

  @Test
  void aWrongMethodIsToldTheRightOnes() throws Exception {
    HttpResponse<String> answer = get("/echo");
    problem(answer, 405, "method-not-allowed");
    assertThat(answer.headers().firstValue("Allow")).hasValue("POST");
  }

  @Test
  void whatIsNotWhatIsExpectedIsABadRequest() throws Exception {
    assertThat(detail(post("{"))).isEqualTo("the body is not JSON");
    assertThat(detail(post(""))).isEqualTo("the body is not what is expected");
    assertThat(detail(post("[]"))).isEqualTo("the body is not what is expected");
    assertThat(detail(post("null"))).isEqualTo("the body is null");
    assertThat(detail(post("{\"id\":\"1-1-1-1-1\"}"))).isEqualTo("wrong value in id");
    assertThat(detail(post("{} {}"))).isEqualTo("the body is not what is expected");
  }

  @Test
  void aBodyWithoutJsonsTypeIsRefused() throws Exception {
    problem(post("/echo", "text/plain", "{}"), 415, "unsupported-media-type");
  }

  @Test
  void aLargeBodyIsRefusedAnnouncedOrNot() throws Exception {
    byte[] large =
        ("{\"name\":\"" + "x".repeat(BODY_BYTES_MAX) + "\"}").getBytes(StandardCharsets.UTF_8);
    problem(send("/echo", BodyPublishers.ofByteArray(large)), 413, "too-large");
    BodyPublisher unannounced = BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(large));
    problem(send("/echo", unannounced), 413, "too-large");
  }

  @Test
  void theAnswerToALargeBodyIsNeverLostWithTheConnection() throws Exception {
    String text = "x".repeat(2 << 20);
    byte[] large = text.getBytes(StandardCharsets.UTF_8);
    for (int i = 0; i < 50; i++) {
      problem(send("/echo", BodyPublishers.ofByteArray(large)), 413, "too-large");
      problem(post("/echo", "text/plain", text), 415, "unsupported-media-type");
    }
  }

  @Test
  void numbersAreCheckedAndBounded() throws Exception {
    assertThat(get("/number").body()).isEqualTo("5");
    assertThat(get("/number?n=10000").body()).isEqualTo("10");
    assertThat(detail(get("/number?n=0"))).isEqualTo("n is below 1");
    assertThat(detail(get("/number?n=x"))).isEqualTo("n is not a whole number");
  }

  @Test
  void aRetryableProblemSaysWhen() throws Exception {
    HttpResponse<String> busy = get("/busy");
    problem(busy, 429, "too-fast");
    assertThat(busy.headers().firstValue("Retry-After")).hasValue("7");
    HttpResponse<String> away = get("/away");
    problem(away, 503, "unavailable");
    assertThat(away.headers().firstValue("Retry-After")).hasValue("1");
  }

  @Test
  void anUnknownCallerIsToldTheScheme() throws Exception {
    HttpResponse<String> answer = get("/unauthorized");
    problem(answer, 401, "unauthorized");
    assertThat(answer.headers().firstValue("WWW-Authenticate")).hasValue("Bearer");
  }

  @Test
  void nothingInternalReachesAClient() throws Exception {
    HttpResponse<String> answer = get("/broken");
    problem(answer, 500, "internal");
    assertThat(answer.body()).doesNotContain("secret", "Exception");
  }

  @Test
  void whatIsNotHttpIsAnsweredInOurWords() throws Exception {
    try (Socket socket =
        new Socket(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), server.port())) {
      socket.getOutputStream().write("NONSENSE\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
      String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
      assertThat(answer).startsWith("HTTP/1.1 400 ").contains(ProblemBody.MEDIA_TYPE);
      assertThat(answer).contains("\"code\":\"bad-request\"").doesNotContain("Exception");
    }
  }

  @Test
  void requestsAreMeasuredByRoute() throws Exception {
    get("/nowhere/1");
    get("/nowhere/2");
    assertThat(registry.get("rivulet.api.requests").tag("route", "none").timer().count())
        .isGreaterThanOrEqualTo(2);
  }

  @Test
  void smallWritesDoNotWaitForAcknowledgements() {
    assertThat(HttpServer.socketOptions(Duration.ofSeconds(1)).tcpNoDelay()).isTrue();
  }

  private HttpResponse<String> get(String path) throws Exception {
    URI uri = URI.create("http://127.0.0.1:" + server.port() + path);
    return client.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString());
  }

  private HttpResponse<String> post(String body) throws Exception {
    return post("/echo", "application/json", body);
  }

  private HttpResponse<String> post(String path, String type, String body) throws Exception {
    return send(path, type, BodyPublishers.ofString(body));
  }

  private HttpResponse<String> send(String path, BodyPublisher body) throws Exception {
    return send(path, "application/json", body);
  }

  private HttpResponse<String> send(String path, String type, BodyPublisher body) throws Exception {
    URI uri = URI.create("http://127.0.0.1:" + server.port() + path);
    HttpRequest request =
        HttpRequest.newBuilder(uri).header("Content-Type", type).POST(body).build();
    return client.send(request, BodyHandlers.ofString());
  }

  private static String detail(HttpResponse<String> answer) throws Exception {
    return problem(answer, 400, "bad-request").get("detail").asText();
  }

  private static JsonNode problem(HttpResponse<String> answer, int status, String code)
      throws Exception {
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
    assertThat(answer.headers().firstValue("Content-Type")).hasValue(ProblemBody.MEDIA_TYPE);
    JsonNode problem = FrameCodec.json().readTree(answer.body());
    assertThat(problem.get("status").asInt()).isEqualTo(status);
    assertThat(problem.get("code").asText()).isEqualTo(code);
    return problem;
  }
}
