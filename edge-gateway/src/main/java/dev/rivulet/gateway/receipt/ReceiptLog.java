package dev.rivulet.gateway.receipt;

import dev.rivulet.contracts.log.Receipt;

/// The way into topic `receipts`.
public interface ReceiptLog {
  /// Appends without an answer: a receipt is cumulative, and the client sends it again until its
  /// watermark is echoed, so that one that is lost is made up for by the next.
  void append(Receipt receipt);
}
