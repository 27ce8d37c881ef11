package dev.rivulet.client.media;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.rivulet.client.api.AccessTokens;
import dev.rivulet.client.api.ApiFailure;
import dev.rivulet.contracts.frame.FrameCodec;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/// Requests with a token, which is replaced once if it is refused. Blocks.
final class MediaHttp {
  private static final int UNAUTHORIZED = 401;
  private static final long ANSWER_BYTES_MAX = 1 << 20;

  private final HttpClient http;
  private final AccessTokens tokens;

  MediaHttp(HttpClient http, AccessTokens tokens) {
    this.http = http;
    this.tokens = tokens;
  }

  HttpResponse<String> authorized(HttpRequest.Builder request)
      throws IOException, InterruptedException {
    var token = await(tokens.current());
    var answer = send(request.setHeader("Authorization", "Bearer " + token));
    if (answer.statusCode() != UNAUTHORIZED) {
      return answer;
    }
    var other = await(tokens.insteadOf(token));
    return send(request.setHeader("Authorization", "Bearer " + other));
  }

  private HttpResponse<String> send(HttpRequest.Builder request)
      throws IOException, InterruptedException {
    var handler =
        BodyHandlers.limiting(BodyHandlers.ofString(StandardCharsets.UTF_8), ANSWER_BYTES_MAX);
    return http.send(request.build(), handler);
  }

  void close() {
    http.shutdownNow();
  }

  /// What an address that is signed gives: no token goes there.
  <T> HttpResponse<T> open(HttpRequest request, HttpResponse.BodyHandler<T> handler)
      throws IOException, InterruptedException {
    return http.send(request, handler);
  }

  private static <T> T await(CompletableFuture<T> future) {
    try {
      return future.join();
    } catch (CompletionException failed) {
      throw failed.getCause() instanceof ApiFailure refused ? refused : failed;
    }
  }

  static <T> T value(HttpResponse<String> answer, Class<T> type) {
    if (!done(answer)) {
      throw failure(answer);
    }
    try {
      return FrameCodec.json().readValue(answer.body(), type);
    } catch (JsonProcessingException unexpected) {
      throw new ApiFailure(answer.statusCode(), "unreadable-answer", unexpected.getMessage(), 0);
    }
  }

  static boolean done(HttpResponse<?> answer) {
    return answer.statusCode() >= 200 && answer.statusCode() < 300;
  }

  static ApiFailure failure(HttpResponse<String> answer) {
    var code = "status-" + answer.statusCode();
    String detail = null;
    try {
      JsonNode problem = FrameCodec.json().readTree(answer.body());
      code = problem.path("code").asText(code);
      detail = problem.path("detail").isTextual() ? problem.path("detail").asText() : null;
    } catch (JsonProcessingException notOurs) {
      detail = "not a problem document";
    }
    var after = answer.headers().firstValue("Retry-After").orElse("0");
    long pause = after.matches("\\d{1,6}") ? Long.parseLong(after) * 1000 : 0;
    return new ApiFailure(answer.statusCode(), code, detail, pause);
  }
}
