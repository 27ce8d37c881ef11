package dev.rivulet.testing.conformance;

/// A server that sends every message back, and what it takes.
interface EchoServer extends AutoCloseable {
  int port();

  /// Whether binary messages come back; otherwise they close with 1003.
  boolean binary();

  /// Longer messages close with 1009.
  int messageBytesMax();

  @Override
  void close();
}
