package dev.rivulet.token;

/// What a token was found to be.
public sealed interface Verdict {
  record Valid(AccessToken token) implements Verdict {}

  /// Ours once, but its time is over.
  record Expired() implements Verdict {}

  /// Not a token that this service accepts.
  record Refused() implements Verdict {}

  /// Signed with a key that is unknown and cannot be asked for now: it may be good later.
  record Undecided() implements Verdict {}
}
