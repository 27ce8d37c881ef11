package dev.rivulet.client.terminal;

import dev.rivulet.client.ClientListener;
import dev.rivulet.contracts.frame.ConversationEvent;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Predicate;

/// Hands over a number of messages as they come, then is done.
final class Reception implements ClientListener {
  private final BlockingQueue<ConversationEvent> messages = new LinkedBlockingQueue<>();

  @Override
  public void event(ConversationEvent event) {
    if (ConversationEvent.MESSAGE.equals(event.kind()) && event.text() != null) {
      messages.add(event);
    }
  }

  /// Returns whether `count` of them came, each within `limit` of the one before.
  boolean receive(
      int count,
      Duration limit,
      Predicate<ConversationEvent> wanted,
      Consumer<ConversationEvent> action)
      throws InterruptedException {
    int received = 0;
    while (received < count) {
      var event = messages.poll(limit.toMillis(), TimeUnit.MILLISECONDS);
      if (event == null) {
        return false;
      }
      if (wanted.test(event)) {
        action.accept(event);
        received++;
      }
    }
    return true;
  }
}
