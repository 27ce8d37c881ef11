package dev.rivulet.client.transport;

import dev.rivulet.contracts.frame.SubProtocol;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.WebSocketHandshakeException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;

/// On the JDK's own HTTP client, which many clients may share.
public final class JdkTransport implements Transport {
  /// 500 events of the longest text, each character escaped.
  private static final long ANSWER_BYTES_MAX = 200L << 20;

  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);

  private final HttpClient http;

  public JdkTransport(HttpClient http) {
    this.http = http;
  }

  /// With an HTTP client of its own. HTTP/1.1, since nothing here offers h2c.
  public static JdkTransport create() {
    return new JdkTransport(
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(CONNECT_TIMEOUT)
            .build());
  }

  @Override
  public CompletableFuture<HttpAnswer> exchange(HttpCall call) {
    var body = call.body();
    var request =
        HttpRequest.newBuilder(call.uri())
            .timeout(call.timeout())
            .method(
                call.method(),
                body == null
                    ? HttpRequest.BodyPublishers.noBody()
                    : HttpRequest.BodyPublishers.ofString(body));
    call.headers().forEach(request::header);
    var handler =
        BodyHandlers.limiting(BodyHandlers.ofString(StandardCharsets.UTF_8), ANSWER_BYTES_MAX);
    var exchange = http.sendAsync(request.build(), handler);
    // The request's own time limit ends with the answer's head; a body may trickle for ever.
    // Cancelling the exchange closes its connection.
    var answer = exchange.thenApply(JdkTransport::answer);
    return answer
        .orTimeout(call.timeout().toMillis(), TimeUnit.MILLISECONDS)
        .whenComplete((_, _) -> exchange.cancel(true));
  }

  @Override
  public Link open(URI address, LinkListener listener) {
    return open(address, SubProtocol.JSON, listener);
  }

  @Override
  public Link open(URI address, SubProtocol subProtocol, LinkListener listener) {
    var link = new JdkLink(subProtocol.binary(), listener);
    var _ =
        http.newWebSocketBuilder()
            .connectTimeout(CONNECT_TIMEOUT)
            .subprotocols(subProtocol.id())
            .buildAsync(address, link)
            .whenComplete(
                (_, failure) -> {
                  if (failure != null) {
                    link.refused(retryAfter(failure), String.valueOf(failure.getMessage()));
                  }
                });
    return link;
  }

  private static HttpAnswer answer(HttpResponse<String> response) {
    return new HttpAnswer(response.statusCode(), retryAfter(response.headers()), response.body());
  }

  private static long retryAfter(Throwable failure) {
    Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
    return cause instanceof WebSocketHandshakeException refused
        ? retryAfter(refused.getResponse().headers())
        : 0;
  }

  /// In seconds (RFC 9110 section 10.2.3); the form with a date is not used here.
  private static long retryAfter(HttpHeaders headers) {
    var text = headers.firstValue("Retry-After").orElse("0");
    return text.matches("\\d{1,6}") ? Long.parseLong(text) * 1000 : 0;
  }
}
