package dev.rivulet.receipt;

import dev.rivulet.contracts.log.Notice;
import dev.rivulet.contracts.log.ReceiptStatus;

/// What follows from a receipt or an event.
public sealed interface Effect {
  /// For topic `receipt-status`.
  record Stored(ReceiptStatus status) implements Effect {}

  /// For topic `notices`.
  record Told(Notice notice) implements Effect {
    @Override
    public boolean toOneDevice() {
      return !notice.getDevice().isEmpty();
    }
  }

  /// A message has reached one member after so long.
  record Took(long millis) implements Effect {}

  /// Whether it only answers a device that has claimed something again.
  default boolean toOneDevice() {
    return false;
  }
}
