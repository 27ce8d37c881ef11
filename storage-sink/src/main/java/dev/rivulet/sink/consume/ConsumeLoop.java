package dev.rivulet.sink.consume;

import dev.rivulet.runtime.CheckResult;
import dev.rivulet.runtime.RateLimitedLog;
import dev.rivulet.runtime.ServiceFailure;
import dev.rivulet.runtime.Threads;
import dev.rivulet.sink.progress.Progress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.CommitFailedException;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.InvalidOffsetException;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.FencedInstanceIdException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.WakeupException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Reads the committed records of one topic and stores them, batch by batch: poll, store, note the
/// progress, and every so often flush what was said and commit.
///
/// A batch is stored whole before the next one is taken, so the consumer's position never lies
/// behind an unfinished write, and committing it loses nothing. A busy topic makes large batches by
/// itself, because records pile up while one is being stored.
public final class ConsumeLoop implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ConsumeLoop.class);
  private static final RateLimitedLog LIMITED = new RateLimitedLog(LOG);
  private static final Duration POLL = Duration.ofMillis(200);
  private static final Duration SILENCE = Duration.ofSeconds(10);
  private static final Duration STOP = Duration.ofSeconds(5);

  private final Consumer<byte[], byte[]> consumer;
  private final String topic;
  private final Job job;
  private final Outage outage;
  private final Map<TopicPartition, OffsetAndMetadata> committed = new HashMap<>();
  private final Thread thread;
  private Map<TopicPartition, OffsetAndMetadata> stored = new HashMap<>();
  private long committedAt = System.nanoTime();
  private volatile long polledAt = System.nanoTime();
  private volatile boolean assigned;
  private volatile boolean stopping;

  /// What a loop does with what it reads, and how patiently.
  public record Job(
      RecordStore store,
      Progress progress,
      Outbox outbox,
      LoopMetrics metrics,
      Duration commitInterval,
      Duration outageMax) {}

  private ConsumeLoop(String name, Consumer<byte[], byte[]> consumer, String topic, Job job) {
    this.consumer = consumer;
    this.topic = topic;
    this.job = job;
    this.outage = new Outage(consumer, job.outageMax());
    this.thread = Threads.start(name, this::run);
  }

  /// Starts a thread of this name, which closes the consumer when it ends.
  public static ConsumeLoop start(
      String name, Consumer<byte[], byte[]> consumer, String topic, Job job) {
    return new ConsumeLoop(name, consumer, topic, job);
  }

  /// Whether the group has given this member its share and records are being taken.
  public CheckResult check() {
    if (!assigned) {
      return CheckResult.down("no-assignment");
    }
    if (System.nanoTime() - polledAt > SILENCE.toNanos()) {
      return CheckResult.down("stuck");
    }
    return CheckResult.upIf(!outage.lasts(SILENCE), "kafka-away");
  }

  /// Stores and commits what was taken, if that is possible within seconds.
  @Override
  public void close() throws InterruptedException {
    stopping = true;
    consumer.wakeup();
    if (!thread.join(STOP)) {
      thread.interrupt();
      thread.join(STOP);
    }
  }

  private void run() {
    try (consumer) {
      consumer.subscribe(List.of(topic), new Rebalances());
      while (!stopping) {
        stepFromValidOffsets();
      }
      finish();
    } catch (WakeupException | InterruptedException | InterruptException stopped) {
      LOG.info("{} stopped while busy: what was not committed is stored again", topic);
    } catch (FencedInstanceIdException twice) {
      throw ServiceFailure.misconfigured("another process has the same sink.instance-id", twice);
    }
  }

  private void stepFromValidOffsets() throws InterruptedException {
    try {
      step();
    } catch (InvalidOffsetException lost) {
      lost.partitions().forEach(partition -> goOn(partition, lost));
    }
  }

  /// A group that was idle for long loses its offsets; what is stored then tells where it was.
  private void goOn(TopicPartition partition, InvalidOffsetException lost) {
    var stored = job.progress().stored(partition.partition());
    long begin = consumer.beginningOffsets(List.of(partition)).getOrDefault(partition, 0L);
    if (stored.isEmpty() || stored.getAsLong() < begin) {
      throw ServiceFailure.broken(
          "%s has no valid offset to go on from: run the topic setup, or see which records are gone"
              .formatted(partition),
          lost);
    }
    LOG.warn("{} goes on from {}, where it had got when last stored", partition, stored);
    consumer.seek(partition, stored.getAsLong());
  }

  private void step() throws InterruptedException {
    var records = poll();
    polledAt = System.nanoTime();
    if (!records.isEmpty()) {
      job.store().store(records);
    }
    stored = positions();
    var moved = new HashMap<Integer, Long>();
    stored.forEach((partition, next) -> moved.put(partition.partition(), next.offset()));
    job.progress().moved(moved);
    if (System.nanoTime() - committedAt >= job.commitInterval().toNanos()) {
      commit();
    }
    outage.check();
  }

  private List<ConsumerRecord<byte[], byte[]>> poll() {
    try {
      var records = new ArrayList<ConsumerRecord<byte[], byte[]>>();
      consumer.poll(POLL).forEach(records::add);
      return records;
    } catch (WakeupException wanted) {
      if (stopping) {
        return List.of();
      }
      throw wanted;
    }
  }

  /// Where each partition of ours goes on. One whose offset is not known yet is left out.
  private Map<TopicPartition, OffsetAndMetadata> positions() {
    var positions = new HashMap<TopicPartition, OffsetAndMetadata>();
    for (TopicPartition partition : consumer.assignment()) {
      try {
        var next = consumer.position(partition, Duration.ZERO);
        positions.put(partition, new OffsetAndMetadata(next));
        consumer.currentLag(partition).ifPresent(it -> lag(partition, it));
      } catch (TimeoutException notYet) {
        LOG.debug("no position of {} yet", partition);
      }
    }
    return positions;
  }

  private void lag(TopicPartition partition, long lag) {
    job.metrics().lag(partition.partition(), lag);
  }

  /// What was said goes out first; a commit that fails is made good by the next one.
  private void commit() {
    job.outbox().flush();
    committedAt = System.nanoTime();
    var changed = new HashMap<>(stored);
    changed.entrySet().removeAll(committed.entrySet());
    if (!changed.isEmpty()) {
      consumer.commitAsync(changed, this::committed);
    }
  }

  private void committed(
      Map<TopicPartition, OffsetAndMetadata> offsets, @Nullable Exception thrown) {
    if (thrown == null) {
      committed.putAll(offsets);
    } else {
      LIMITED.warn("commit", "offsets are committed later: {}", thrown.toString());
    }
  }

  private void finish() throws InterruptedException {
    job.progress().settle();
    commitNow(stored);
  }

  private void commitNow(Map<TopicPartition, OffsetAndMetadata> positions) {
    job.outbox().flush();
    try {
      consumer.commitSync(positions, STOP);
    } catch (RetriableException | CommitFailedException late) {
      LOG.warn(
          "offsets of {} are not committed, so the last records are stored again", topic, late);
    }
  }

  /// Also called when the consumer is closed amid a batch that could not be stored: only what is
  /// known to be stored may be committed, never the consumer's own position.
  private final class Rebalances implements ConsumerRebalanceListener {
    @Override
    public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
      LOG.info("assigned {}", partitions);
      assigned = true;
    }

    @Override
    public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
      LOG.info("revoked {}", partitions);
      var leaving = new HashMap<>(stored);
      leaving.keySet().retainAll(partitions);
      commitNow(leaving);
      forget(partitions);
    }

    @Override
    public void onPartitionsLost(Collection<TopicPartition> partitions) {
      LOG.warn("lost {}", partitions);
      forget(partitions);
    }

    private void forget(Collection<TopicPartition> partitions) {
      partitions.forEach(committed::remove);
      partitions.forEach(stored::remove);
      job.metrics().forget(partitions.stream().map(TopicPartition::partition).toList());
    }
  }
}
