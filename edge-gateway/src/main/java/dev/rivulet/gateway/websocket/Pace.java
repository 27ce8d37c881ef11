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

  void bytes(int more) {
    bytes = (int) Math.min(Integer.MAX_VALUE, (long) bytes + more);
  }

  /// Another frame has been read.
  void frame(long now) throws WebSocketFailure {
    if (now - began >= SECOND_NANOS) {
      began = now;
      frames = 0;
      bytes = 0;
    }
    frames++;
    if (frames > limits.framesPerSecondMax() || bytes > limits.bytesPerSecondMax()) {
      throw new WebSocketFailure(CloseCode.TOO_FAST, "too fast");
    }
  }
}
