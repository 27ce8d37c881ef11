package dev.rivulet.media.http;

import io.helidon.common.buffers.DataReader;
import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Duration;

/// A request's body. It may not take for ever, however much trickles in, and a sender who is gone
/// is an [IOException].
final class BodyStream extends FilterInputStream {
  private final long end;
  private boolean atEnd;

  BodyStream(InputStream in, Duration timeout) {
    super(in);
    this.end = System.nanoTime() + timeout.toNanos();
  }

  boolean isAtEnd() {
    return atEnd;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] bytes, int offset, int length) throws IOException {
    if (System.nanoTime() - end > 0) {
      throw Problem.of(408, "request-timeout");
    }
    try {
      int n = in.read(bytes, offset, length);
      atEnd = n < 0;
      return n;
    } catch (UncheckedIOException gone) {
      throw gone.getCause();
    } catch (DataReader.InsufficientDataAvailableException lessThanAnnounced) {
      throw new EOFException("the body ends early");
    } catch (IllegalStateException | IllegalArgumentException malformed) {
      throw new IOException("the body is malformed", malformed);
    }
  }
}
