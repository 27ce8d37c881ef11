package dev.rivulet.gateway.websocket;

import dev.rivulet.contracts.CloseCode;

/// How fast one client sends, in seconds that follow each other. For the reading thread.
final class Pace {
  private static final long SECOND_NANOS = 1_000_000_000L;

  private final Limits limits;
  private long began;
  private int frames;
  private int bytes;

  Pace(Limits limits, long now) {
    this.limits = limits;
    this.began = now;
  }

  /// More bytes came, whole frames or not.
  void bytes(long now, int more) throws WebSocketFailure {
    roll(now);
    bytes = (int) Math.min(Integer.MAX_VALUE, (long) bytes + more);
    check(bytes <= limits.bytesPerSecondMax());
  }

  /// Another frame has been read.
  void frame(long now) throws WebSocketFailure {
    roll(now);
    frames++;
    check(frames <= limits.framesPerSecondMax());
  }

  private void roll(long now) {
    if (now - began >= SECOND_NANOS) {
      began = now;
      frames = 0;
      bytes = 0;
    }
  }

  private static void check(boolean slowEnough) throws WebSocketFailure {
    if (!slowEnough) {
      throw new WebSocketFailure(CloseCode.TOO_FAST, "too fast");
    }
  }
}
