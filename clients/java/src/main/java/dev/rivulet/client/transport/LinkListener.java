package dev.rivulet.client.transport;

/// Called on the transport's threads, one call at a time. `closed` is the last call and comes
/// exactly once, also when the connection could not be opened (with [Link#ABNORMAL]).
public interface LinkListener {
  void opened();

  /// A whole message. `taken` is to be run when it has been worked through: until then it counts
  /// against the messages that may be on their way, so a slow client slows its reading down.
  void text(String message, Runnable taken);

  /// The same of a binary message.
  default void binary(byte[] message, Runnable taken) {
    throw new UnsupportedOperationException("no binary messages");
  }

  void closed(int code, String reason);

  /// The server did not take the connection now and said how long to wait (`Retry-After` of a 503
  /// or 429); `closed` follows.
  default void refused(long retryAfterMillis) {}
}
