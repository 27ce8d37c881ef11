package dev.rivulet.client;

import org.jspecify.annotations.Nullable;

/// What finally became of a message or a change of membership.
public sealed interface Outcome {
  /// Decided as `seq` and stored.
  record Sent(long seq) implements Outcome {}

  /// Not done; `code` is the text form of a [dev.rivulet.contracts.RefusalCode].
  record Refused(String code, @Nullable String detail) implements Outcome {}
}
