package dev.rivulet.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.rivulet.contracts.frame.FrameCodec;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Requests of one person, or of nobody while there is no token.
record ApiClient(HttpClient http, URI base, @Nullable String token) {
  record Answer(int status, JsonNode body) {
    Answer is(int expected) {
      assertThat(status).as(body.toString()).isEqualTo(expected);
      return this;
    }

    void isProblem(int expected, String code) {
      is(expected);
      assertThat(body.path("code").asText()).isEqualTo(code);
    }

    String text(String field) {
      return body.path(field).asText();
    }

    UUID id(String field) {
      return UUID.fromString(text(field));
    }
  }

  ApiClient as(String accessToken) {
    return new ApiClient(http, base, accessToken);
  }

  Answer get(String path) {
    return send(request(path).GET());
  }

  Answer delete(String path) {
    return send(request(path).DELETE());
  }

  Answer post(String path, Map<String, ?> body) {
    return send(request(path).POST(BodyPublishers.ofByteArray(json(body))));
  }

  Answer delete(String path, Map<String, ?> body) {
    return send(request(path).method("DELETE", BodyPublishers.ofByteArray(json(body))));
  }

  /// The answer as it came.
  HttpResponse<byte[]> raw(String method, String path, Map<String, ?> body, String... headers) {
    HttpRequest.Builder request =
        request(path).method(method, BodyPublishers.ofByteArray(json(body)));
    if (headers.length > 0) {
      request.headers(headers);
    }
    return judged(request.build());
  }

  /// Every answer is held against the document of the interface.
  private HttpResponse<byte[]> judged(HttpRequest request) {
    try {
      HttpResponse<byte[]> answer = http.send(request, BodyHandlers.ofByteArray());
      InterfaceDocument.OPENAPI.judge(
          request.method(),
          request.uri().getRawPath(),
          answer.statusCode(),
          answer.headers().firstValue("Content-Type").orElse(""),
          answer.body());
      return answer;
    } catch (IOException e) {
      throw new AssertionError(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }

  Answer post(String path, Map<String, ?> body, String idempotencyKey) {
    return send(
        request(path)
            .header("Idempotency-Key", idempotencyKey)
            .POST(BodyPublishers.ofByteArray(json(body))));
  }

  Answer patch(String path, Map<String, ?> body) {
    return send(request(path).method("PATCH", BodyPublishers.ofByteArray(json(body))));
  }

  Answer put(String path, Map<String, ?> body) {
    return send(request(path).PUT(BodyPublishers.ofByteArray(json(body))));
  }

  private HttpRequest.Builder request(String path) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(base.resolve(path)).header("Content-Type", "application/json");
    return token == null ? request : request.header("Authorization", "Bearer " + token);
  }

  private Answer send(HttpRequest.Builder request) {
    HttpResponse<byte[]> answer = judged(request.build());
    byte[] body = answer.body();
    try {
      return new Answer(
          answer.statusCode(),
          body.length == 0 ? MissingNode.getInstance() : FrameCodec.json().readTree(body));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static byte[] json(Object body) {
    try {
      return FrameCodec.json().writeValueAsBytes(body);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
