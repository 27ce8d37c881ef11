package dev.rivulet.media.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.rivulet.contracts.frame.FrameCodec;
import dev.rivulet.contracts.id.IdempotencyKey;
import dev.rivulet.contracts.id.Ids;
import io.helidon.http.HeaderNames;
import io.helidon.http.Status;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// One request and its answer.
public final class Exchange {
  private static final int COPY_BYTES = 64 << 10;

  private final ServerRequest request;
  private final ServerResponse response;
  private final Duration bodyTimeout;
  private @Nullable BodyStream body;

  Exchange(ServerRequest request, ServerResponse response, Duration bodyTimeout) {
    this.request = request;
    this.response = response;
    this.bodyTimeout = bodyTimeout;
  }

  public String method() {
    return request.prologue().method().text();
  }

  /// As it was sent.
  public String path() {
    return request.path().rawPath();
  }

  /// Path and query as they were sent: what a signature is over.
  public String pathAndQuery() {
    String query = request.query().rawValue();
    return query.isEmpty() ? path() : path() + "?" + query;
  }

  /// One segment of the path, counted from 0.
  public String segment(int index) {
    String[] segments = path().substring(1).split("/", -1);
    return index < segments.length ? segments[index] : "";
  }

  public Optional<String> header(String name) {
    return request.headers().first(HeaderNames.create(name));
  }

  /// What the client calls this request; empty when it has no name for it.
  public Optional<String> idempotencyKey() {
    return header(IdempotencyKey.HEADER)
        .map(
            given ->
                IdempotencyKey.read(given)
                    .orElseThrow(() -> Problem.badRequest(IdempotencyKey.WRONG)));
  }

  /// What the sender announces; he may be wrong.
  public OptionalLong contentLength() {
    Optional<String> text = header("Content-Length");
    try {
      return text.isPresent() ? OptionalLong.of(Long.parseLong(text.get())) : OptionalLong.empty();
    } catch (NumberFormatException e) {
      throw Problem.badRequest("Content-Length is not a number");
    }
  }

  /// The body as it comes. It ends within the time for a body, or with a problem.
  public InputStream body() {
    BodyStream open = body;
    if (open == null) {
      open = new BodyStream(request.content().inputStream(), bodyTimeout);
      body = open;
    }
    return open;
  }

  /// Whether the request has a body that was not read to its end.
  boolean hasUnreadBody() {
    BodyStream open = body;
    boolean announced = contentLength().orElse(0) > 0 || header("Transfer-Encoding").isPresent();
    return open == null ? announced : !open.isAtEnd();
  }

  public Exchange set(String header, String value) {
    response.header(HeaderNames.create(header), value);
    return this;
  }

  /// Answers without a body.
  public void send(int status) {
    response.status(Status.create(status));
    response.send();
  }

  public void sendJson(int status, Object value) {
    set("Content-Type", "application/json");
    sendBytes(status, json(value));
  }

  void sendBytes(int status, byte[] bytes) {
    response.status(Status.create(status));
    response.send(bytes);
  }

  /// Answers with bytes that are copied as they are read, through a small buffer.
  public void sendStream(int status, long length, InputStream in) {
    response.status(Status.create(status));
    response.header(HeaderNames.CONTENT_LENGTH, Long.toString(length));
    try (OutputStream out = response.outputStream()) {
      byte[] buffer = new byte[COPY_BYTES];
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        out.write(buffer, 0, n);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Answers a `HEAD` as the `GET` would be answered.
  public void sendHead(int status, long length) {
    response.status(Status.create(status));
    response.header(HeaderNames.CONTENT_LENGTH, Long.toString(length));
    response.send();
  }

  static byte[] json(Object value) {
    try {
      return FrameCodec.json().writeValueAsBytes(value);
    } catch (JsonProcessingException everyBodyCanBeWritten) {
      throw new IllegalStateException(everyBodyCanBeWritten);
    }
  }

  /// A segment of the path that is an id; anything else is not there.
  public UUID id(int segment) {
    return Ids.parse(segment(segment)).orElseThrow(Problem::unknownMedia);
  }
}
