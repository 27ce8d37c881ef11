package dev.rivulet.api.http;

import io.helidon.http.HeaderNames;
import io.helidon.webserver.http.ServerRequest;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Locale;

/// Reads bodies within a bound of bytes and of time, whatever the client announces. One that is too
/// large is read away before it is refused: closing a connection that holds unread bytes makes the
/// kernel reset it, and the client may lose the answer with it (RFC 9112 section 9.6).
record BodyReader(int bytesMax, Duration timeout) {
  /// So much is read even if it is refused.
  private static final int DISCARDED_BYTES_MAX = 8 << 20;

  private static final int CHUNK_BYTES = 8 << 10;

  /// Bodies above this are not read on: they are refused, and the connection is closed.
  int readBytesMax() {
    return Math.max(bytesMax, DISCARDED_BYTES_MAX);
  }

  byte[] read(ServerRequest request) {
    String type = request.headers().first(HeaderNames.CONTENT_TYPE).orElse("");
    String essence = type.split(";", 2)[0].trim().toLowerCase(Locale.ROOT);
    if (!essence.equals("application/json")) {
      throw Problem.of(415, "unsupported-media-type", "Content-Type must be application/json");
    }
    try (InputStream in = request.content().inputStream()) {
      return read(in);
    } catch (IOException | UncheckedIOException gone) {
      throw Problem.badRequest("the body could not be read");
    }
  }

  private byte[] read(InputStream in) throws IOException {
    long end = System.nanoTime() + timeout.toNanos();
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    byte[] chunk = new byte[CHUNK_BYTES];
    long bytes = 0;
    for (int n = in.read(chunk); n >= 0; n = in.read(chunk)) {
      bytes += n;
      if (bytes <= bytesMax) {
        body.write(chunk, 0, n);
      } else if (bytes > readBytesMax()) {
        throw tooLarge();
      }
      if (System.nanoTime() - end > 0) {
        throw Problem.of(408, "request-timeout");
      }
    }
    if (bytes > bytesMax) {
      throw tooLarge();
    }
    return body.toByteArray();
  }

  private Problem tooLarge() {
    return Problem.tooLarge("a body has at most " + bytesMax + " bytes");
  }
}
