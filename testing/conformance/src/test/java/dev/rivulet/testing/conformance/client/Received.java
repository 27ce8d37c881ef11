package dev.rivulet.testing.conformance.client;

import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/// What came in on some thread of a library.
final class Received {
  private static final int WAIT_SECONDS = 10;

  private final BlockingQueue<String> messages = new LinkedBlockingQueue<>();
  private final CompletableFuture<Integer> code = new CompletableFuture<>();

  void add(String message) {
    messages.add(message);
  }

  void closed(int closeCode) {
    code.complete(closeCode);
  }

  String next() {
    try {
      String message = messages.poll(WAIT_SECONDS, TimeUnit.SECONDS);
      if (message == null) {
        throw new AssertionError("no message within " + WAIT_SECONDS + " s; closed: " + code);
      }
      return message;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }

  int closeCode() {
    return code.orTimeout(WAIT_SECONDS, TimeUnit.SECONDS).join();
  }
}
