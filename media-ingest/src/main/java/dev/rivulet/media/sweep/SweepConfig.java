package dev.rivulet.media.sweep;

import dev.rivulet.runtime.Default;
import dev.rivulet.runtime.Doc;
import dev.rivulet.runtime.Require;
import java.time.Duration;

/// When what nobody needs is removed.
public record SweepConfig(
    @Doc("Time between two sweeps") @Default("1m") Duration interval,
    @Doc("Time between two looks for media whose message was deleted") @Default("5s")
        Duration eraseInterval,
    @Doc("How long media that no message carries is kept") @Default("24h") Duration orphanLifetime,
    @Doc("How long after a ticket has expired a message with it may still be on its way to storage")
        @Default("10m")
        Duration storageMargin) {
  /// Days of `media_begun` that are looked at.
  static final int DAYS = 8;

  public SweepConfig {
    Require.positive("interval", interval);
    Require.positive("erase-interval", eraseInterval);
    Require.positive("orphan-lifetime", orphanLifetime);
    Require.positive("storage-margin", storageMargin);
    if (orphanLifetime.toDays() >= DAYS - 1) {
      throw new IllegalArgumentException("orphan-lifetime is below " + (DAYS - 1) + "d");
    }
  }
}
