package dev.rivulet.fanout.decide;

/// The state does not end where the log goes on: a lost or foreign state, or a cut-off log.
public final class OffsetException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  OffsetException(int partition, long expected, long found) {
    super(
        "commands-%d: the state expects offset %d next, the log gives %d"
            .formatted(partition, expected, found));
  }
}
