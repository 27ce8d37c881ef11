package dev.rivulet.testing.system;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.rivulet.servers.HaproxyServer;
import dev.rivulet.servers.Installation;
import dev.rivulet.servers.Ports;
import dev.rivulet.servers.VarnishServer;
import dev.rivulet.stack.LocalCertificate;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// HAProxy and Varnish with the files of `deploy`, in front of a small origin that plays every
/// service and counts.
@Tag("slow")
@Timeout(60)
class DoorIT {
  private static final String SECRET = "a secret of thirty-two bytes ....";
  private static final String OTHER_SECRET = "another secret of some more bytes";
  private static final String PURGE_TOKEN = "token-of-a-purge";
  private static final int REQUESTS_MAX = 400;

  private static final Map<String, AtomicInteger> ASKED = new ConcurrentHashMap<>();
  private static final Set<String> ERASED = ConcurrentHashMap.newKeySet();
  private static HttpServer origin;
  private static HaproxyServer haproxy;
  private static VarnishServer varnish;
  private static HttpClient http;

  @BeforeAll
  static void start(@TempDir Path directory) throws IOException {
    origin = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 64);
    origin.createContext("/", DoorIT::answer);
    origin.start();
    var listeners = HaproxyServer.Listeners.free();
    Path deploy = Installation.find().root().resolve("deploy");
    varnish =
        new VarnishServer(
            new VarnishServer.Options(
                directory.resolve("varnish"),
                deploy.resolve("varnish/media.vcl"),
                0,
                listeners.origin(),
                PURGE_TOKEN),
            directory.resolve("varnish.log"));
    int port = origin.getAddress().getPort();
    Path backends = directory.resolve("backends.cfg");
    Files.writeString(
        backends,
        """
        backend gateways from gateways
          server gone 127.0.0.1:%1$d port %1$d
          server one 127.0.0.1:%2$d port %2$d
        backend client-api from client-api
          server one 127.0.0.1:%2$d port %2$d
        backend media-ingest from media-ingest
          server one 127.0.0.1:%2$d port %2$d
        backend media-cache from media-cache
          server one 127.0.0.1:%3$d
        """
            .formatted(Ports.free(), port, varnish.port()));
    Path keys = directory.resolve("keys");
    Files.writeString(keys, "k1 " + base64(SECRET) + "\nk2 " + base64(OTHER_SECRET) + "\n");
    Path certificate = LocalCertificate.in(directory, "password");
    haproxy =
        new HaproxyServer(
            new HaproxyServer.Options(
                directory.resolve("haproxy"),
                deploy.resolve("haproxy/haproxy.cfg"),
                backends,
                certificate,
                keys,
                listeners,
                Map.of("RIVULET_BALANCER_REQUESTS_BY_ADDRESS_MAX", "" + REQUESTS_MAX)),
            directory.resolve("haproxy.log"));
    haproxy.startAndAwait(Duration.ofSeconds(20));
    varnish.startAndAwait(Duration.ofSeconds(20));
    http = HttpClient.newBuilder().sslContext(Trust.in(certificate)).build();
  }

  @AfterAll
  static void stop() {
    http.close();
    varnish.close();
    haproxy.close();
    origin.stop(0);
  }

  @Test
  void contentIsSharedByAllWhoAreGivenAnAddressAndAskedForOnce() {
    int hits = 0;
    int requests = 50;
    for (int number = 0; number < requests; number++) {
      // Each in a window of its own, so that no two addresses are equal.
      HttpResponse<String> answer = get(signed("/v1/media/shared/display", 60 + number, "k1"));
      assertThat(answer.statusCode()).isEqualTo(200);
      assertThat(answer.body()).isEqualTo("content of /v1/media/shared/display");
      assertThat(answer.headers().firstValue("Cache-Control")).hasValue("private, immutable");
      hits += answer.headers().firstValue("X-Cache").equals(Optional.of("hit")) ? 1 : 0;
    }
    assertThat(asked("/v1/media/shared/display")).isEqualTo(1);
    System.out.printf("          cache: %d of %d requests were hits%n", hits, requests);
    assertThat(hits).isEqualTo(requests - 1);
  }

  @Test
  void rangesAndEntityTagsAreServedFromTheCache() {
    String address = signed("/v1/media/ranged/original", 60, "k1");
    get(address);
    HttpResponse<String> part = send(request(address).header("Range", "bytes=0-6"));
    assertThat(part.statusCode()).isEqualTo(206);
    assertThat(part.body()).isEqualTo("content");
    HttpResponse<String> same = send(request(address).header("If-None-Match", "\"ranged\""));
    assertThat(same.statusCode()).isEqualTo(304);
    assertThat(asked("/v1/media/ranged/original")).isEqualTo(1);
  }

  @Test
  void noOtherAddressOpensWhatTheCacheHolds() {
    String path = "/v1/media/warm/display";
    String good = signed(path, 60, "k1");
    assertThat(get(good).statusCode()).isEqualTo(200);
    String signature = good.substring(good.indexOf("&signature="));
    String digest = signature.substring("&signature=".length());
    assertThat(
            List.of(
                // Expired, though signed.
                signed(path, -1, "k1"),
                // Another medium's or variant's signature.
                good.replace("display", "thumbnail"),
                "/v1/media/other/display" + good.substring(path.length()),
                // Another key's, an unknown key, a changed expiry, a changed signature.
                good.replace("key=k1", "key=k2"),
                good.replace("key=k1", "key=k9"),
                good.replaceFirst("expires=\\d", "expires=9"),
                good.replaceFirst("signature=.", "signature=" + otherDigit(signature.charAt(11))),
                // No signature, two of them, another order, another spelling.
                path,
                path + "?" + signature.substring(1),
                good + signature,
                good + "&x=1",
                good.replace("?", "?x=1&"),
                good.replace(digest, digest.toUpperCase(Locale.ROOT)),
                good.replace("/display", "//display"),
                good.replace("display", "%64isplay"),
                "/v1/media/./warm/display" + good.substring(path.length()),
                "/v1/media/tus/../warm/display" + good.substring(path.length())))
        .allSatisfy(
            address -> assertThat(get(address).statusCode()).as(address).isIn(400, 403, 404))
        .allSatisfy(
            address ->
                assertThat(get(address).body()).as(address).doesNotContain("content of /v1/media"));
    assertThat(asked(path)).isEqualTo(1);
  }

  @Test
  void bothKeysOfARotationAreAccepted() {
    assertThat(get(signed("/v1/media/rotated/display", 60, "k1")).statusCode()).isEqualTo(200);
    assertThat(get(signed("/v1/media/rotated/display", 60, "k2")).statusCode()).isEqualTo(200);
  }

  @Test
  void erasedContentIsGoneOnceItIsPurged() throws Exception {
    String display = signed("/v1/media/erased/display", 60, "k1");
    String thumbnail = signed("/v1/media/erased/thumbnail", 60, "k1");
    assertThat(List.of(get(display).statusCode(), get(thumbnail).statusCode())).containsOnly(200);
    ERASED.add("erased");
    URI cache = URI.create("http://127.0.0.1:" + varnish.port() + "/v1/media/erased");
    var purge = HttpRequest.newBuilder(cache).method("PURGE", HttpRequest.BodyPublishers.noBody());
    assertThat(http.send(purge.build(), BodyHandlers.ofString()).statusCode())
        .as("from somebody without the secret")
        .isEqualTo(403);
    assertThat(get(display).statusCode()).isEqualTo(200);
    purge.header("X-Purge-Token", PURGE_TOKEN);
    assertThat(http.send(purge.build(), BodyHandlers.ofString()).statusCode()).isEqualTo(204);
    assertThat(List.of(get(display).statusCode(), get(thumbnail).statusCode())).containsOnly(404);
  }

  @Test
  void nobodyOutsidePurges() {
    String address = signed("/v1/media/kept/display", 60, "k1");
    get(address);
    int status =
        send(request("/v1/media/kept").method("PURGE", HttpRequest.BodyPublishers.noBody()))
            .statusCode();
    assertThat(status).as("as the service answers a method it does not know").isEqualTo(200);
    assertThat(asked("/v1/media/kept")).as("went to the service, not the cache").isEqualTo(1);
    assertThat(get(address).headers().firstValue("X-Cache")).hasValue("hit");
  }

  @Test
  void addressOfTheClientIsTheBalancersWordAlone() {
    HttpResponse<String> answer =
        send(
            request("/v1/echo")
                .header("X-Forwarded-For", "203.0.113.9")
                .header("X-Forwarded-Proto", "gopher")
                .header("Forwarded", "for=203.0.113.9"));
    assertThat(answer.body()).contains("X-forwarded-for: [127.0.0.1]");
    assertThat(answer.body()).contains("X-forwarded-proto: [http]");
    assertThat(answer.body()).doesNotContain("203.0.113.9").doesNotContain("gopher");
  }

  @Test
  void http2IsSpokenThroughTls() {
    URI address = URI.create("https://127.0.0.1:" + haproxy.listeners().tls() + "/v1/echo");
    HttpResponse<String> answer = send(HttpRequest.newBuilder(address));
    assertThat(answer.version()).isEqualTo(HttpClient.Version.HTTP_2);
    assertThat(answer.headers().firstValue("Strict-Transport-Security")).isPresent();
    assertThat(answer.body()).contains("X-forwarded-proto: [https]");
  }

  @Test
  void headersThatTrickleInAreCutAfterFiveSeconds() throws IOException {
    long began = System.nanoTime();
    try (Socket socket =
        new Socket(InetAddress.getLoopbackAddress(), haproxy.listeners().plain())) {
      socket.setSoTimeout(10_000);
      socket.getOutputStream().write("GET /v1/ws HTTP/1.1\r\nHost: a\r\nX-A: ".getBytes(UTF_8));
      String answer = new String(socket.getInputStream().readAllBytes(), UTF_8);
      assertThat(answer).startsWith("HTTP/1.1 408");
    }
    assertThat(Duration.ofNanos(System.nanoTime() - began))
        .isBetween(Duration.ofSeconds(4), Duration.ofSeconds(8));
  }

  /// Sends so much that the others would be refused: the last thing that happens on this port.
  @Test
  void addressThatAsksTooOftenIsToldToWait() throws Exception {
    // An address of its own: the limits are by address.
    try (HttpClient other =
        HttpClient.newBuilder().localAddress(InetAddress.ofLiteral("127.0.0.2")).build()) {
      HttpResponse<String> answer = null;
      for (int number = 0; number <= REQUESTS_MAX + 10; number++) {
        answer = other.send(request("/v1/echo").build(), BodyHandlers.ofString());
      }
      assertThat(answer).isNotNull();
      assertThat(answer.statusCode()).isEqualTo(429);
      assertThat(answer.headers().firstValue("Retry-After")).hasValue("10");
      assertThat(answer.body()).contains("too-fast");
    }
    assertThat(get("/v1/echo").statusCode()).as("another address").isEqualTo(200);
  }

  @Test
  void metricsOfTheBalancerAreOnItsAdminPortAlone() {
    URI admin = URI.create("http://127.0.0.1:" + haproxy.listeners().admin() + "/metrics");
    assertThat(send(HttpRequest.newBuilder(admin)).body()).contains("haproxy_server_status");
    assertThat(get("/metrics").body()).doesNotContain("haproxy_");
  }

  private static void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      String path = exchange.getRequestURI().getPath();
      ASKED.computeIfAbsent(path, key -> new AtomicInteger()).incrementAndGet();
      String body = body(exchange, path);
      int status = 200;
      if (ERASED.stream().anyMatch(id -> path.startsWith("/v1/media/" + id + "/"))) {
        status = 404;
        body = "gone";
      }
      exchange.getResponseHeaders().set("Cache-Control", "private, immutable");
      if (path.startsWith("/v1/media/")) {
        exchange.getResponseHeaders().set("ETag", "\"" + path.split("/", -1)[3] + "\"");
      }
      byte[] bytes = body.getBytes(UTF_8);
      exchange.sendResponseHeaders(status, bytes.length);
      exchange.getResponseBody().write(bytes);
    }
  }

  private static String body(HttpExchange exchange, String path) {
    if (path.equals("/v1/echo")) {
      StringBuilder text = new StringBuilder();
      exchange
          .getRequestHeaders()
          .forEach((name, value) -> text.append(name + ": " + value + "\n"));
      return text.toString();
    }
    return (path.matches("/v1/media/[^/]+/[^/]+") ? "content of " : "answer of ") + path;
  }

  private static int asked(String path) {
    return ASKED.getOrDefault(path, new AtomicInteger()).get();
  }

  private static HttpResponse<String> get(String address) {
    return send(request(address));
  }

  private static HttpRequest.Builder request(String address) {
    URI base = URI.create("http://127.0.0.1:" + haproxy.listeners().plain());
    return HttpRequest.newBuilder(URI.create(base + address)).timeout(Duration.ofSeconds(10));
  }

  private static HttpResponse<String> send(HttpRequest.Builder request) {
    try {
      return http.send(request.build(), BodyHandlers.ofString());
    } catch (IOException e) {
      throw new AssertionError(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }

  private static String signed(String path, int secondsFromNow, String key) {
    long expires = Instant.now().getEpochSecond() + secondsFromNow;
    String text = path + "?expires=" + expires + "&key=" + key;
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      String secret = key.equals("k1") ? SECRET : OTHER_SECRET;
      mac.init(new SecretKeySpec(secret.getBytes(UTF_8), "HmacSHA256"));
      return text + "&signature=" + HexFormat.of().formatHex(mac.doFinal(text.getBytes(UTF_8)));
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  private static char otherDigit(char digit) {
    return digit == '0' ? '1' : '0';
  }

  private static String base64(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(UTF_8));
  }
}
