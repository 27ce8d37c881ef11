package dev.rivulet.api;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/// Time that passes when a test says so.
public final class ManualClock implements InstantSource {
  private volatile Instant now = Instant.parse("2026-05-01T12:00:00Z");

  public void pass(Duration time) {
    now = now.plus(time);
  }

  @Override
  public Instant instant() {
    return now;
  }
}
