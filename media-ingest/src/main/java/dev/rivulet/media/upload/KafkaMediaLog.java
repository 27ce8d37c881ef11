package dev.rivulet.media.upload;

import dev.rivulet.contracts.id.Ids;
import dev.rivulet.contracts.log.MediaRecord;
import dev.rivulet.contracts.topic.Partitions;
import dev.rivulet.contracts.topic.RecordHeaders;
import dev.rivulet.contracts.topic.Topic;
import dev.rivulet.media.http.Problem;
import dev.rivulet.media.index.Media;
import dev.rivulet.runtime.KafkaClients;
import dev.rivulet.runtime.KafkaConfig;
import dev.rivulet.runtime.RateLimitedLog;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/// Appends to the topic and waits for the broker.
public final class KafkaMediaLog implements MediaLog, AutoCloseable {
  private static final RateLimitedLog LOG =
      new RateLimitedLog(LoggerFactory.getLogger(KafkaMediaLog.class));
  private static final Duration CLOSE = Duration.ofSeconds(2);

  private final KafkaProducer<byte[], byte[]> producer;
  private final String topic;
  private final int partitions;

  public KafkaMediaLog(KafkaConfig kafka, String clientId) {
    this.producer = new KafkaProducer<>(KafkaClients.producer(kafka, clientId));
    this.topic = Topic.MEDIA.name(kafka.topicPrefix());
    this.partitions = kafka.userPartitions();
  }

  @Override
  public void kept(Media media) {
    append(
        media.id(),
        MediaRecord.newBuilder()
            .setId(Ids.bytes(media.id()))
            .setOwner(Ids.bytes(media.owner()))
            .setType(media.content().mediaType())
            .setSize(media.content().variants().getFirst().bytes())
            .setWidth(media.content().width())
            .setHeight(media.content().height())
            .setDurationMs(media.content().durationMillis())
            .setCreatedAt(media.createdAt().toEpochMilli())
            .setUploadedSize(media.uploadedBytes())
            .build());
  }

  @Override
  public void gone(UUID media) {
    append(media, null);
  }

  private void append(UUID media, @Nullable MediaRecord value) {
    ProducerRecord<byte[], byte[]> message =
        new ProducerRecord<>(
            topic,
            Partitions.of(media, partitions),
            Ids.array(media),
            value == null ? null : value.toByteArray());
    if (value != null) {
      RecordHeaders.of(value).forEach(message.headers()::add);
    }
    try {
      producer.send(message).get();
    } catch (ExecutionException | KafkaException e) {
      LOG.warn("append", "{} does not take a record: {}", topic, e.toString());
      throw Problem.unavailable();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw Problem.unavailable();
    }
  }

  @Override
  public void close() {
    producer.close(CLOSE);
  }
}
