package dev.rivulet.gateway.delivery;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.rivulet.contracts.id.Ids;
import dev.rivulet.contracts.log.Delivery;
import dev.rivulet.contracts.log.SlotClaim;
import dev.rivulet.contracts.topic.RecordHeaders;
import dev.rivulet.runtime.RateLimitedLog;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.RetriableException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Claims one partition and follows it until it is lost. For one thread.
final class SlotTail {
  private static final Logger LOG = LoggerFactory.getLogger(SlotTail.class);
  private static final RateLimitedLog LIMITED_LOG = new RateLimitedLog(LOG);
  private static final Duration POLL = Duration.ofMillis(500);

  private final Consumer<byte[], byte[]> consumer;
  private final Producer<byte[], byte[]> producer;
  private final Deliveries deliveries;
  private final UUID instance;
  private final String address;
  private final TopicPartition partition;
  private long claimedAt = Long.MAX_VALUE;
  private boolean owned;
  private boolean lost;

  SlotTail(
      Consumer<byte[], byte[]> consumer,
      Producer<byte[], byte[]> producer,
      Deliveries deliveries,
      UUID instance,
      String address,
      TopicPartition partition) {
    this.consumer = consumer;
    this.producer = producer;
    this.deliveries = deliveries;
    this.instance = instance;
    this.address = address;
    this.partition = partition;
  }

  /// Knows its position first and claims then, so that nothing behind the claim is missed.
  ///
  /// @throws RetriableException if Kafka is away
  void claim() throws InterruptedException {
    consumer.assign(List.of(partition));
    consumer.seekToEnd(List.of(partition));
    long position = consumer.position(partition);
    var claim =
        Delivery.newBuilder()
            .setInstance(Ids.bytes(instance))
            .setClaim(SlotClaim.newBuilder().setAddress(address))
            .build();
    var record =
        new ProducerRecord<byte[], byte[]>(
            partition.topic(),
            partition.partition(),
            null,
            Ids.array(instance),
            claim.toByteArray(),
            RecordHeaders.of(claim));
    try {
      claimedAt = producer.send(record).get().offset();
    } catch (ExecutionException e) {
      throw e.getCause() instanceof KafkaException kafka ? kafka : new KafkaException(e);
    }
    LOG.info("slot {} claimed at {} after position {}", partition, claimedAt, position);
  }

  /// Reads what is there now.
  void step() {
    try {
      for (var record : consumer.poll(POLL)) {
        if (lost) {
          return;
        }
        read(record);
      }
    } catch (OffsetOutOfRangeException gap) {
      LOG.warn("slot {} has a gap: every session must resume", partition);
      lost = true;
    } catch (RetriableException e) {
      LIMITED_LOG.warn("poll", "deliveries cannot be read now", e);
    }
  }

  /// Whether our claim has been read and no newer one.
  boolean owned() {
    return owned && !lost;
  }

  boolean lost() {
    return lost;
  }

  /// Records behind, as far as the consumer knows.
  long lag() {
    return consumer.currentLag(partition).orElse(0);
  }

  private void read(ConsumerRecord<byte[], byte[]> record) {
    if (record.offset() >= claimedAt) {
      owned = true;
    }
    try {
      var delivery = Delivery.parseFrom(record.value());
      if (delivery.hasClaim()) {
        readClaim(record.offset(), delivery);
      } else {
        deliveries.accept(delivery);
      }
    } catch (InvalidProtocolBufferException | IllegalArgumentException unreadable) {
      LIMITED_LOG.warn("unreadable", "record {}-{} is no delivery", partition, record.offset());
    }
  }

  private void readClaim(long offset, Delivery delivery) {
    if (offset > claimedAt && !Ids.uuid(delivery.getInstance()).equals(instance)) {
      LOG.warn("slot {} was claimed by {}", partition, delivery.getClaim().getAddress());
      lost = true;
    }
  }
}
