package dev.rivulet.testing.system;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.rivulet.contracts.id.Ids;
import dev.rivulet.contracts.log.Event;
import dev.rivulet.contracts.topic.Topic;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/// The topic `events`, read committed from its start and followed: the truth that views are
/// compared with.
final class EventLog implements AutoCloseable {
  private static final String TOPIC = Topic.EVENTS.name("rivulet.");
  private static final Duration POLL = Duration.ofMillis(50);
  private static final int PATIENCE_SECONDS = 60;

  private final KafkaConsumer<byte[], byte[]> consumer;
  private final Thread thread;
  private final Map<UUID, List<Entry>> conversations = new ConcurrentHashMap<>();
  private final ConcurrentLinkedQueue<Wish> wishes = new ConcurrentLinkedQueue<>();
  private final AtomicLong events = new AtomicLong();
  private volatile boolean closed;

  /// An event and when a reader of committed records had it (nanoseconds).
  record Entry(Event event, long at) {}

  /// Somebody who waits until the present end of the topic is read.
  private static final class Wish {
    final CompletableFuture<Void> done = new CompletableFuture<>();
    Map<TopicPartition, Long> ends = Map.of();
  }

  EventLog(String bootstrapServers) {
    this.consumer =
        new KafkaConsumer<>(
            Map.of(
                ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
                bootstrapServers,
                ConsumerConfig.CLIENT_ID_CONFIG,
                "truth",
                ConsumerConfig.ISOLATION_LEVEL_CONFIG,
                "read_committed",
                ConsumerConfig.AUTO_OFFSET_RESET_CONFIG,
                "none",
                ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG,
                false,
                ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG,
                5_000,
                ConsumerConfig.REQUEST_TIMEOUT_MS_CONFIG,
                4_000),
            new ByteArrayDeserializer(),
            new ByteArrayDeserializer());
    List<TopicPartition> partitions =
        consumer.partitionsFor(TOPIC).stream()
            .map(info -> new TopicPartition(info.topic(), info.partition()))
            .toList();
    consumer.assign(partitions);
    consumer.seekToBeginning(partitions);
    this.thread = Thread.ofPlatform().daemon().name("truth").start(this::follow);
  }

  /// Returns when everything committed up to now was read.
  EventLog catchUp() {
    Wish wish = new Wish();
    wishes.add(wish);
    try {
      wish.done.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
      return this;
    } catch (ExecutionException | TimeoutException e) {
      throw new AssertionError("the topic " + TOPIC + " cannot be read to its end", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }

  /// How many events there are in all.
  long size() {
    return events.get();
  }

  /// What was read of a conversation so far.
  Truth truth(UUID conversation) {
    return new Truth(conversation, entries(conversation).stream().map(Entry::event).toList());
  }

  List<Entry> entries(UUID conversation) {
    List<Entry> entries = conversations.get(conversation);
    if (entries == null) {
      return List.of();
    }
    synchronized (entries) {
      return List.copyOf(entries);
    }
  }

  private void follow() {
    while (!closed) {
      consumer.poll(POLL).forEach(this::read);
      wishes.removeIf(this::fulfilled);
    }
    consumer.close();
  }

  private boolean fulfilled(Wish wish) {
    try {
      if (wish.ends.isEmpty()) {
        wish.ends = new HashMap<>(consumer.endOffsets(consumer.assignment()));
      }
      boolean reached =
          wish.ends.entrySet().stream()
              .allMatch(end -> consumer.position(end.getKey()) >= end.getValue());
      return reached && wish.done.complete(null);
    } catch (RetriableException brokerIsAway) {
      return false;
    }
  }

  private void read(ConsumerRecord<byte[], byte[]> read) {
    Event event;
    try {
      event = Event.parseFrom(read.value());
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalStateException("no event at " + read.partition() + "/" + read.offset(), e);
    }
    List<Entry> entries =
        conversations.computeIfAbsent(
            Ids.uuid(event.getConversation()), conversation -> new ArrayList<>());
    synchronized (entries) {
      entries.add(new Entry(event, System.nanoTime()));
    }
    events.incrementAndGet();
  }

  @Override
  public void close() {
    closed = true;
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
