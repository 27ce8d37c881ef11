package dev.rivulet.runtime;

import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.LoggerFactory;

/// Reads a compacted topic from its beginning and for ever. After a failure it goes on where it
/// was: beginning again would show what has long been replaced once more.
public final class CompactedTail implements AutoCloseable {
  private static final RateLimitedLog LOG =
      new RateLimitedLog(LoggerFactory.getLogger(CompactedTail.class));
  private static final Duration POLL = Duration.ofMillis(500);
  private static final Duration STOP_MAX = Duration.ofSeconds(5);

  private final String topic;
  private final List<TopicPartition> all;
  private final Supplier<Consumer<byte[], byte[]>> consumers;
  private final Reader reader;
  private final Readiness.Flag atEnd;
  private final Map<TopicPartition, Long> next = new HashMap<>();
  private final CountDownLatch stop = new CountDownLatch(1);
  private final Thread thread;

  /// Told every record; what it cannot read it refuses.
  public interface Reader {
    /// The next record of its partition.
    ///
    /// @throws IllegalArgumentException if the record cannot be read; it is passed over
    void read(ConsumerRecord<byte[], byte[]> message);
  }

  /// Starts reading.
  ///
  /// @param consumers makes consumers that begin at the start (`earliest`) where nothing else is
  ///   said
  /// @param atEnd is up once everything that was there at the start has been read
  public CompactedTail(
      String topic,
      int partitions,
      Supplier<Consumer<byte[], byte[]>> consumers,
      Reader reader,
      Readiness.Flag atEnd) {
    this.topic = topic;
    this.all = IntStream.range(0, partitions).mapToObj(p -> new TopicPartition(topic, p)).toList();
    this.consumers = consumers;
    this.reader = reader;
    this.atEnd = atEnd;
    this.thread = Threads.start("tail-" + topic, this::run);
  }

  /// The same with a consumer of our own, as the process `clientId`.
  public static CompactedTail follow(
      KafkaConfig kafka,
      String clientId,
      String topic,
      int partitions,
      Reader reader,
      Readiness.Flag atEnd) {
    // What is compacted says the same whether or not its transaction ended: it is read at once.
    Properties properties = KafkaClients.consumer(kafka, clientId, IsolationLevel.READ_UNCOMMITTED);
    // A compacted topic read as a whole: its beginning is always a right place to start.
    properties.setProperty(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
    return new CompactedTail(
        topic, partitions, () -> new KafkaConsumer<>(properties), reader, atEnd);
  }

  private void run() {
    Backoff backoff =
        new Backoff(Duration.ofMillis(200), Duration.ofSeconds(5), RandomGenerator.getDefault());
    while (stop.getCount() > 0) {
      try (Consumer<byte[], byte[]> consumer = consumers.get()) {
        follow(consumer, backoff);
      } catch (KafkaException e) {
        LOG.warn(topic, "{} cannot be read: {}", topic, e.toString());
      }
      if (!waited(backoff.next())) {
        return;
      }
    }
  }

  private void follow(Consumer<byte[], byte[]> consumer, Backoff backoff) {
    consumer.assign(all);
    for (TopicPartition partition : all) {
      Long from = next.get(partition);
      if (from == null) {
        consumer.seekToBeginning(List.of(partition));
      } else {
        consumer.seek(partition, from);
      }
    }
    Map<TopicPartition, Long> ends = consumer.endOffsets(all);
    Set<TopicPartition> behind = new HashSet<>(all);
    while (stop.getCount() > 0) {
      consumer.poll(POLL).forEach(this::read);
      if (!behind.isEmpty()) {
        behind.removeIf(it -> consumer.position(it) >= ends.getOrDefault(it, 0L));
        if (behind.isEmpty()) {
          backoff.reset();
          atEnd.up();
        }
      }
    }
  }

  private void read(ConsumerRecord<byte[], byte[]> message) {
    try {
      reader.read(message);
    } catch (IllegalArgumentException unreadable) {
      LOG.warn(
          topic + "-unreadable",
          "{}-{} at {} cannot be read: {}",
          topic,
          message.partition(),
          message.offset(),
          unreadable.toString());
    }
    next.put(new TopicPartition(topic, message.partition()), message.offset() + 1);
  }

  private boolean waited(Duration time) {
    try {
      return !stop.await(time.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  @Override
  public void close() throws InterruptedException {
    stop.countDown();
    thread.join(STOP_MAX);
  }
}
