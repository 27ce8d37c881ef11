package dev.rivulet.client;

/// More messages wait for their outcome than the client keeps: wait for some of them.
public final class OutboxFullException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  OutboxFullException(int messages) {
    super(messages + " messages wait for their outcome");
  }
}
