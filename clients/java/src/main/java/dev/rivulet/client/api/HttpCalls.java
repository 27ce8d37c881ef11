package dev.rivulet.client.api;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.rivulet.client.transport.HttpAnswer;
import dev.rivulet.client.transport.HttpCall;
import dev.rivulet.client.transport.Transport;
import dev.rivulet.contracts.frame.FrameCodec;
import java.net.URI;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/// Requests and answers as JSON, with a token where one is needed; a token that has expired is
/// replaced once.
final class HttpCalls {
  private static final Duration TIMEOUT = Duration.ofSeconds(30);
  private static final int UNAUTHORIZED = 401;

  private final Transport transport;
  private final URI base;
  private final AccessTokens tokens;

  HttpCalls(Transport transport, URI base, AccessTokens tokens) {
    this.transport = transport;
    var text = base.toString();
    this.base = text.endsWith("/") ? base : URI.create(text + "/");
    this.tokens = tokens;
  }

  <T> CompletableFuture<T> open(String method, String path, Object body, Class<T> type) {
    return exchange(call(method, path, body, Map.of())).thenApply(answer -> value(answer, type));
  }

  <T> CompletableFuture<T> get(String path, Class<T> type) {
    return authorized("GET", path, null, Map.of()).thenApply(answer -> value(answer, type));
  }

  <T> CompletableFuture<T> send(String method, String path, Object body, Class<T> type) {
    return authorized(method, path, body, Map.of()).thenApply(answer -> value(answer, type));
  }

  /// For an operation whose answer's body does not matter.
  CompletableFuture<Void> perform(
      String method, String path, @Nullable Object body, Map<String, String> headers) {
    return authorized(method, path, body, headers).thenAccept(HttpCalls::check);
  }

  private CompletableFuture<HttpAnswer> authorized(
      String method, String path, @Nullable Object body, Map<String, String> headers) {
    return tokens
        .current()
        .thenCompose(
            token ->
                exchange(call(method, path, body, with(headers, token)))
                    .thenCompose(
                        answer ->
                            answer.status() == UNAUTHORIZED
                                ? again(method, path, body, headers, token)
                                : CompletableFuture.completedFuture(answer)));
  }

  private CompletableFuture<HttpAnswer> again(
      String method,
      String path,
      @Nullable Object body,
      Map<String, String> headers,
      String refused) {
    return tokens
        .insteadOf(refused)
        .thenCompose(token -> exchange(call(method, path, body, with(headers, token))));
  }

  private CompletableFuture<HttpAnswer> exchange(HttpCall call) {
    return transport
        .exchange(call)
        .exceptionally(
            thrown -> {
              var cause = thrown.getCause();
              throw ApiFailure.unreachable(
                  thrown instanceof CompletionException && cause != null ? cause : thrown);
            });
  }

  private static Map<String, String> with(Map<String, String> headers, String token) {
    var all = new LinkedHashMap<>(headers);
    all.put("Authorization", "Bearer " + token);
    return all;
  }

  private HttpCall call(
      String method, String path, @Nullable Object body, Map<String, String> headers) {
    var all = new LinkedHashMap<>(headers);
    all.put("Accept", "application/json");
    String text = null;
    if (body != null) {
      all.put("Content-Type", "application/json");
      text = json(body);
    }
    return new HttpCall(method, base.resolve(path), all, text, TIMEOUT);
  }

  private static String json(Object body) {
    try {
      return FrameCodec.json().writeValueAsString(body);
    } catch (JsonProcessingException everyBodyCanBeWritten) {
      throw new IllegalStateException(everyBodyCanBeWritten);
    }
  }

  private static <T> T value(HttpAnswer answer, Class<T> type) {
    check(answer);
    try {
      return FrameCodec.json().readValue(answer.body(), type);
    } catch (JsonProcessingException unexpected) {
      throw new ApiFailure(answer.status(), "unreadable-answer", unexpected.getMessage(), 0);
    }
  }

  private static void check(HttpAnswer answer) {
    if (answer.status() >= 200 && answer.status() < 300) {
      return;
    }
    String code = "status-" + answer.status();
    String detail = null;
    long retryAfter = answer.retryAfterMillis();
    try {
      JsonNode problem = FrameCodec.json().readTree(answer.body());
      code = problem.path("code").asText(code);
      detail = problem.path("detail").isTextual() ? problem.path("detail").asText() : null;
    } catch (JsonProcessingException notOurs) {
      detail = "not a problem document";
    }
    throw new ApiFailure(answer.status(), code, detail, retryAfter);
  }
}
