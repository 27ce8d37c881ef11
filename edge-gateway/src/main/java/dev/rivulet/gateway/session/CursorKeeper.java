package dev.rivulet.gateway.session;

import dev.rivulet.contracts.Cursor;
import dev.rivulet.contracts.log.Position;

/// How far a session has been served. Within one making of the inbox it only moves forward, so
/// events delivered twice, or late, change nothing; another making's positions start anew.
///
/// Not safe for several threads: its session guards it.
final class CursorKeeper {
  private static final long INTERVAL_NANOS = 1_000_000_000L;

  private int generation;
  private long offset = -1;
  private long time;
  private boolean news;
  private boolean told;
  private long lastTold;

  /// Moves forward, if the position is further.
  ///
  /// @return whether it is further than any before
  boolean advance(Position position) {
    if (offset >= 0 && position.getGeneration() == generation && position.getOffset() <= offset) {
      return false;
    }
    generation = position.getGeneration();
    offset = position.getOffset();
    time = position.getTime();
    news = true;
    return true;
  }

  Cursor cursor() {
    return new Cursor(generation, Math.max(0, offset), time);
  }

  /// Whether the client is to be told now: of news, and at most once a second.
  boolean due(long now) {
    return news && (!told || now - lastTold >= INTERVAL_NANOS);
  }

  void told(long now) {
    news = false;
    told = true;
    lastTold = now;
  }
}
