package dev.rivulet.gateway.signal;

import dev.rivulet.contracts.log.Typing;

/// The way into topic `typing`.
public interface TypingLog {
  /// Appends without an answer, or leaves it out.
  void append(Typing typing);
}
