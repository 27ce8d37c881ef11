package dev.rivulet.fanout.decide;

/// The log asks for a rule set of a newer version.
public final class UnknownRulesException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  UnknownRulesException(int asked, int newest) {
    super("the log asks for rule set %d, this version knows up to %d".formatted(asked, newest));
  }
}
