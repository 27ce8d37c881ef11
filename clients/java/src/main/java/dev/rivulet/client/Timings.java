package dev.rivulet.client;

import java.time.Duration;

/// How long the client waits for what.
///
/// @param reconnectFirst before the first new attempt, doubling up to `reconnectMax`
/// @param attachTimeout for the connection and the answer to attach
/// @param pingAfter of silence before the client asks whether anybody is there; the connection is
///   given up after as long again
/// @param repairDelay before a missing event is asked for, as it may be on its way
/// @param answerTimeout for the outcome of a message before it is sent again
/// @param storedTimeout for `sent` after the event was seen, before the client looks for itself
public record Timings(
    Duration reconnectFirst,
    Duration reconnectMax,
    Duration attachTimeout,
    Duration pingAfter,
    Duration repairDelay,
    Duration answerTimeout,
    Duration storedTimeout) {
  public static final Timings DEFAULT =
      new Timings(
          Duration.ofMillis(100),
          Duration.ofSeconds(5),
          Duration.ofSeconds(20),
          Duration.ofSeconds(15),
          Duration.ofMillis(150),
          Duration.ofSeconds(15),
          Duration.ofSeconds(3));
}
