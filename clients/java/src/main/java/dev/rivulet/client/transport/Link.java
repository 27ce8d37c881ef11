package dev.rivulet.client.transport;

/// One WebSocket connection, from the attempt to open it until it is closed.
public interface Link {
  /// RFC 6455 section 7.1.5: the connection ended without a close frame.
  int ABNORMAL = 1006;

  /// Queued behind what was sent before; dropped once the link is closed.
  void send(String text);

  /// The same as a binary message, for a connection that speaks a sub-protocol of such.
  default void binary(byte[] message) {
    throw new UnsupportedOperationException("no binary messages");
  }

  /// Says good-bye when that does not take long; the listener still learns of the end.
  void close();
}
