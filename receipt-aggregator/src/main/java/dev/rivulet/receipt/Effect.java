package dev.rivulet.receipt;

import dev.rivulet.contracts.log.Notice;
import dev.rivulet.contracts.log.ReceiptStatus;

/// What follows from a receipt or an event.
public sealed interface Effect {
  /// For topic `receipt-status`.
  record Stored(ReceiptStatus status) implements Effect {}

  /// For topic `notices`.
  record Told(Notice notice) implements Effect {}
}
