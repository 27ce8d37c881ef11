package dev.rivulet.api.http;

import java.io.IOException;
import java.io.OutputStream;

/// A body that is made while it is sent, so its size costs no memory. What fails in `content` cuts
/// the answer short; the client sees it by the missing end.
public record StreamedBody(String mediaType, Content content) {
  /// Writes the body. It need not close the stream.
  @FunctionalInterface
  public interface Content {
    void write(OutputStream out) throws IOException;
  }
}
