package dev.rivulet.gateway.session;

import dev.rivulet.contracts.id.Ids;
import dev.rivulet.contracts.log.SessionRecord;
import dev.rivulet.contracts.topic.Partitions;
import dev.rivulet.contracts.topic.RecordHeaders;
import dev.rivulet.runtime.RateLimitedLog;
import java.nio.ByteBuffer;
import java.util.UUID;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.slf4j.LoggerFactory;

/// Writes sessions, keyed by user and session and partitioned by user, as `inbox` is.
public final class KafkaSessionLog implements SessionLog {
  private static final RateLimitedLog LOG =
      new RateLimitedLog(LoggerFactory.getLogger(KafkaSessionLog.class));

  private final Producer<byte[], byte[]> producer;
  private final String topic;
  private final int partitions;

  public KafkaSessionLog(Producer<byte[], byte[]> producer, String topic, int partitions) {
    this.producer = producer;
    this.topic = topic;
    this.partitions = partitions;
  }

  @Override
  public void announce(SessionRecord record, Runnable failed) {
    UUID user = Ids.uuid(record.getUser());
    var out =
        new ProducerRecord<>(
            topic,
            Partitions.of(user, partitions),
            null,
            key(user, Ids.uuid(record.getSession())),
            record.toByteArray(),
            RecordHeaders.of(record));
    send(
        out,
        (metadata, failure) -> {
          if (failure != null) {
            LOG.warn("announce", "sessions cannot be announced: {}", failure.toString());
            failed.run();
          }
        },
        failed);
  }

  @Override
  public void end(UUID user, UUID session) {
    byte[] nothing = null;
    var out =
        new ProducerRecord<>(topic, Partitions.of(user, partitions), key(user, session), nothing);
    send(
        out,
        (metadata, failure) -> {
          if (failure != null) {
            LOG.warn("end", "the end of sessions cannot be written: {}", failure.toString());
          }
        },
        () -> {});
  }

  private void send(ProducerRecord<byte[], byte[]> out, Callback callback, Runnable failed) {
    try {
      var _ = producer.send(out, callback);
    } catch (KafkaException | IllegalStateException keptOut) {
      LOG.warn("send", "sessions cannot be written: {}", keptOut.toString());
      failed.run();
    }
  }

  static byte[] key(UUID user, UUID session) {
    return ByteBuffer.allocate(2 * Ids.BYTES).put(Ids.array(user)).put(Ids.array(session)).array();
  }
}
