package dev.rivulet.gateway.websocket;

import dev.rivulet.contracts.CloseCode;

/// How fast somebody sends, in seconds that follow each other. Safe for use by many threads.
final class Pace {
  private static final long SECOND_NANOS = 1_000_000_000L;

  private final int framesMax;
  private final int bytesMax;
  private long began;
  private int frames;
  private int bytes;

  Pace(int framesMax, int bytesMax, long now) {
    this.framesMax = framesMax;
    this.bytesMax = bytesMax;
    this.began = now;
  }

  /// More bytes came, whole frames or not.
  synchronized void bytes(long now, int more) throws WebSocketFailure {
    roll(now);
    bytes = (int) Math.min(Integer.MAX_VALUE, (long) bytes + more);
    check(bytes <= bytesMax);
  }

  /// Another frame has been read.
  synchronized void frame(long now) throws WebSocketFailure {
    roll(now);
    frames++;
    check(frames <= framesMax);
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
