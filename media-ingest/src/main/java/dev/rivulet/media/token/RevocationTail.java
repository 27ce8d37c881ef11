package dev.rivulet.media.token;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.rivulet.contracts.log.Revocation;
import dev.rivulet.runtime.CheckResult;
import dev.rivulet.runtime.RateLimitedLog;
import dev.rivulet.runtime.Readiness;
import dev.rivulet.runtime.Threads;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.WakeupException;
import org.slf4j.LoggerFactory;

/// Reads every partition of `revocations` from the beginning and then follows it; ready once it has
/// been at the end.
public final class RevocationTail implements AutoCloseable {
  private static final RateLimitedLog LOG =
      new RateLimitedLog(LoggerFactory.getLogger(RevocationTail.class));
  private static final Duration POLL = Duration.ofSeconds(1);
  private static final long PAUSE_MILLIS = 500;
  private static final long FORGET_NANOS = Duration.ofHours(1).toNanos();

  private final Consumer<byte[], byte[]> consumer;
  private final List<TopicPartition> partitions;
  private final Revocations revocations;
  private final Readiness.Flag atEnd;
  private final CountDownLatch closing = new CountDownLatch(1);
  private final CountDownLatch closed = new CountDownLatch(1);
  private long lastForgotten = System.nanoTime();

  /// Follows all partitions of the topic.
  public RevocationTail(
      Consumer<byte[], byte[]> consumer,
      String topic,
      int partitions,
      Revocations revocations,
      Readiness.Flag atEnd) {
    this.consumer = consumer;
    this.partitions =
        IntStream.range(0, partitions).mapToObj(it -> new TopicPartition(topic, it)).toList();
    this.revocations = revocations;
    this.atEnd = atEnd;
  }

  public void start() {
    Threads.start("revocations", this::run);
  }

  private void run() {
    try (consumer) {
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      while (closing.getCount() > 0) {
        step();
      }
    } catch (WakeupException closingNow) {
      // Only close() wakes the consumer up.
    } finally {
      closed.countDown();
    }
  }

  private void step() {
    try {
      follow(atEnd.result() instanceof CheckResult.Up);
    } catch (OffsetOutOfRangeException compactedAway) {
      consumer.seekToBeginning(partitions);
    } catch (RetriableException e) {
      LOG.warn("kafka", "the revocations cannot be read now", e);
      pause();
    }
  }

  private void follow(boolean wasAtEnd) {
    Map<TopicPartition, Long> ends = wasAtEnd ? Map.of() : consumer.endOffsets(partitions);
    consumer.poll(POLL).forEach(this::read);
    if (!wasAtEnd && ends.entrySet().stream().allMatch(this::reached)) {
      atEnd.up();
    }
    if (System.nanoTime() - lastForgotten > FORGET_NANOS) {
      lastForgotten = System.nanoTime();
      revocations.forget();
    }
  }

  private boolean reached(Map.Entry<TopicPartition, Long> end) {
    return consumer.position(end.getKey()) >= end.getValue();
  }

  private void read(ConsumerRecord<byte[], byte[]> record) {
    if (record.value() == null) {
      return;
    }
    try {
      var revocation = Revocation.parseFrom(record.value());
      revocations.add(revocation);
    } catch (InvalidProtocolBufferException | IllegalArgumentException unreadable) {
      LOG.warn("unreadable", "record {}-{} is no revocation", record.partition(), record.offset());
    }
  }

  private void pause() {
    try {
      closing.await(PAUSE_MILLIS, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() throws InterruptedException {
    closing.countDown();
    consumer.wakeup();
    closed.await(2, TimeUnit.SECONDS);
  }
}
