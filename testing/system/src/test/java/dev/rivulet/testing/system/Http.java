package dev.rivulet.testing.system;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Optional;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Requests as they are, right or wrong, and the whole answer.
final class Http implements AutoCloseable {
  private static final Duration TIMEOUT = Duration.ofSeconds(20);
  private static final Pattern CODE = Pattern.compile("\"code\":\"([a-z-]+)\"");

  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final URI base;

  /// Names of headers, status and body.
  record Answer(int status, TreeSet<String> headers, String type, String body) {
    /// The stable code of a problem.
    Optional<String> code() {
      Matcher found = CODE.matcher(body);
      return found.find() ? Optional.of(found.group(1)) : Optional.empty();
    }

    String statusAndCode() {
      return status + " " + code().orElse("");
    }

    /// With every mention of an id replaced, so that two answers can be compared.
    Answer without(Object id) {
      return new Answer(status, headers, type, body.replace(id.toString(), "ID"));
    }
  }

  Http(URI base) {
    this.base = base;
  }

  Answer get(String path, @Nullable String token) {
    return send("GET", path, token, null);
  }

  Answer post(String path, @Nullable String token, String json) {
    return send("POST", path, token, json);
  }

  Answer send(String method, String path, @Nullable String token, @Nullable String json) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(base.resolve(path))
            .timeout(TIMEOUT)
            .method(method, json == null ? BodyPublishers.noBody() : BodyPublishers.ofString(json));
    if (token != null) {
      request.header("Authorization", "Bearer " + token);
    }
    if (json != null) {
      request.header("Content-Type", "application/json");
    }
    return send(request.build());
  }

  Answer send(HttpRequest request) {
    try {
      HttpResponse<String> response = client.send(request, BodyHandlers.ofString());
      return new Answer(
          response.statusCode(),
          new TreeSet<>(response.headers().map().keySet()),
          response.headers().firstValue("Content-Type").orElse(""),
          response.body());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }

  @Override
  public void close() {
    client.close();
  }
}
