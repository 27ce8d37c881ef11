package dev.rivulet.gateway.delivery;

import dev.rivulet.contracts.CloseCode;
import dev.rivulet.gateway.session.CurrentSlot;
import dev.rivulet.gateway.session.SessionRegistry;
import dev.rivulet.runtime.RateLimitedLog;
import dev.rivulet.runtime.Readiness;
import dev.rivulet.runtime.ServiceFailure;
import dev.rivulet.runtime.Threads;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.WakeupException;
import org.slf4j.LoggerFactory;

/// Takes a slot, follows it, and when it is lost takes another: the thread that all deliveries of
/// this process pass.
public final class SlotOwner implements AutoCloseable {
  private static final RateLimitedLog LOG =
      new RateLimitedLog(LoggerFactory.getLogger(SlotOwner.class));

  /// A dead gateway's lease ends within this.
  private static final Duration TAKEN_PATIENCE = Duration.ofSeconds(15);

  /// Without anybody to ask, a random slot is taken after this.
  private static final Duration AWAY_PATIENCE = Duration.ofSeconds(2);

  private static final long PAUSE_MILLIS = 250;
  private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(2);

  private final Setting setting;
  private final CountDownLatch closing = new CountDownLatch(1);
  private final CountDownLatch closed = new CountDownLatch(1);
  private volatile long lag;

  /// What it works with.
  ///
  /// @param address of the claim, for people to read
  /// @param slots partitions of the topic
  /// @param ready up while a slot is owned
  public record Setting(
      Consumer<byte[], byte[]> consumer,
      Producer<byte[], byte[]> producer,
      Deliveries deliveries,
      SlotLeases leases,
      CurrentSlot current,
      SessionRegistry registry,
      UUID instance,
      String address,
      String topic,
      int slots,
      Readiness.Flag ready) {}

  public SlotOwner(Setting setting) {
    this.setting = setting;
  }

  public void start() {
    Threads.start("deliveries", this::run);
  }

  /// Records of the slot that are not read yet.
  public long lag() {
    return lag;
  }

  private void run() {
    try (var consumer = setting.consumer()) {
      while (isOpen()) {
        own(choose());
      }
    } catch (WakeupException closingNow) {
      // Only close() wakes the consumer up.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      closed.countDown();
    }
  }

  private boolean isOpen() {
    return closing.getCount() > 0;
  }

  private int choose() throws InterruptedException {
    long start = System.nanoTime();
    while (true) {
      Duration waited = Duration.ofNanos(System.nanoTime() - start);
      switch (setting.leases().lease(setting.slots())) {
        case SlotLeases.Suggestion.Free(int slot) -> {
          return slot;
        }
        case SlotLeases.Suggestion.AllTaken() -> {
          if (waited.compareTo(TAKEN_PATIENCE) > 0) {
            throw ServiceFailure.unavailable(
                "no free slot: all %d partitions of %s have a gateway"
                    .formatted(setting.slots(), setting.topic()),
                null);
          }
        }
        case SlotLeases.Suggestion.Away() -> {
          if (waited.compareTo(AWAY_PATIENCE) > 0) {
            return ThreadLocalRandom.current().nextInt(setting.slots());
          }
        }
      }
      pause();
    }
  }

  private void own(int slot) throws InterruptedException {
    var tail =
        new SlotTail(
            setting.consumer(),
            setting.producer(),
            setting.deliveries(),
            setting.instance(),
            setting.address(),
            new TopicPartition(setting.topic(), slot));
    try {
      if (claim(tail)) {
        follow(tail, slot);
      }
    } finally {
      setting.current().lose();
      setting.ready().down("no-slot");
      setting.registry().forEach(session -> session.close(CloseCode.RESTART, "moving"));
      setting.leases().giveBack(slot);
    }
  }

  private boolean claim(SlotTail tail) throws InterruptedException {
    while (isOpen()) {
      try {
        tail.claim();
        return true;
      } catch (RetriableException e) {
        LOG.warn("claim", "no slot can be claimed now", e);
        pause();
      }
    }
    return false;
  }

  private void follow(SlotTail tail, int slot) {
    while (isOpen() && !tail.lost()) {
      tail.step();
      if (tail.owned() && !setting.current().owned()) {
        setting.current().take(slot);
        setting.ready().up();
      }
      lag = tail.lag();
    }
  }

  private void pause() throws InterruptedException {
    if (closing.await(PAUSE_MILLIS, TimeUnit.MILLISECONDS)) {
      throw new WakeupException();
    }
  }

  @Override
  public void close() throws InterruptedException {
    closing.countDown();
    setting.consumer().wakeup();
    closed.await(CLOSE_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
  }
}
