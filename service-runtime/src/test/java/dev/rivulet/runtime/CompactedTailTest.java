package dev.rivulet.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class CompactedTailTest {
  private static final String TOPIC = "settings";

  private final Readiness.Flag atEnd = new Readiness().flag("settings", "not-read");
  private final List<Long> read = new CopyOnWriteArrayList<>();

  @Test
  void itIsAtTheEndOnceEverythingThatWasThereIsRead() throws InterruptedException {
    var consumer = consumer(3);
    try (var _ = tail(List.of(consumer))) {
      append(consumer, 0, 1);
      await().until(() -> read.size() == 2);
      assertThat(atEnd.result()).isInstanceOf(CheckResult.Down.class);
      append(consumer, 2);
      await().until(() -> atEnd.result() instanceof CheckResult.Up);
      assertThat(read).containsExactly(0L, 1L, 2L);
    }
  }

  @Test
  void afterAFailureItGoesOnWhereItWas() throws InterruptedException {
    var first = consumer(2);
    var second = consumer(3);
    try (var _ = tail(List.of(first, second))) {
      append(first, 0, 1);
      await().until(() -> atEnd.result() instanceof CheckResult.Up);
      first.schedulePollTask(() -> first.setPollException(new KafkaException("away")));
      append(second, 2);
      await().until(() -> read.contains(2L));
      assertThat(read).containsExactly(0L, 1L, 2L);
    }
  }

  @Test
  void aRecordThatIsRefusedIsPassed() throws InterruptedException {
    var consumer = consumer(2);
    try (var _ =
        new CompactedTail(
            TOPIC,
            1,
            () -> consumer,
            message -> {
              if (message.offset() == 0) {
                throw new IllegalArgumentException("no record of ours");
              }
              read.add(message.offset());
            },
            atEnd)) {
      append(consumer, 0, 1);
      await().until(() -> atEnd.result() instanceof CheckResult.Up);
      assertThat(read).containsExactly(1L);
    }
  }

  private CompactedTail tail(List<MockConsumer<byte[], byte[]>> consumers) {
    var left = new ConcurrentLinkedQueue<>(consumers);
    return new CompactedTail(
        TOPIC, 1, () -> left.remove(), message -> read.add(message.offset()), atEnd);
  }

  private static MockConsumer<byte[], byte[]> consumer(long end) {
    var partition = new TopicPartition(TOPIC, 0);
    var consumer = new MockConsumer<byte[], byte[]>("earliest");
    consumer.updateBeginningOffsets(Map.of(partition, 0L));
    consumer.updateEndOffsets(Map.of(partition, end));
    return consumer;
  }

  private static void append(MockConsumer<byte[], byte[]> consumer, long... offsets) {
    for (long offset : offsets) {
      consumer.schedulePollTask(
          () -> consumer.addRecord(new ConsumerRecord<>(TOPIC, 0, offset, null, new byte[0])));
    }
  }
}
