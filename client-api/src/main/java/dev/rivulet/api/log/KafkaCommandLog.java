package dev.rivulet.api.log;

import com.google.protobuf.ByteString;
import com.google.protobuf.Message;
import dev.rivulet.api.http.Problem;
import dev.rivulet.contracts.id.Ids;
import dev.rivulet.contracts.log.AdminAction;
import dev.rivulet.contracts.log.Command;
import dev.rivulet.contracts.log.PrivacyRecord;
import dev.rivulet.contracts.log.Revocation;
import dev.rivulet.contracts.log.UserRecord;
import dev.rivulet.contracts.topic.Partitions;
import dev.rivulet.contracts.topic.RecordHeaders;
import dev.rivulet.contracts.topic.Topic;
import dev.rivulet.runtime.KafkaClients;
import dev.rivulet.runtime.KafkaConfig;
import dev.rivulet.runtime.RateLimitedLog;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.slf4j.LoggerFactory;

/// The log on Kafka: one idempotent producer, `acks=all`, partitions computed by contract. One
/// request is in flight at a time, so records of one call keep their order through every retry.
public final class KafkaCommandLog implements CommandLog, AutoCloseable {
  private static final RateLimitedLog LOG =
      new RateLimitedLog(LoggerFactory.getLogger(KafkaCommandLog.class));
  private static final Duration ANSWER_TIMEOUT = Duration.ofSeconds(6);
  private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(5);

  private final KafkaConfig kafka;
  private final KafkaProducer<byte[], byte[]> producer;

  public KafkaCommandLog(KafkaConfig kafka, String clientId) {
    this.kafka = kafka;
    this.producer = new KafkaProducer<>(KafkaClients.producer(kafka, clientId));
  }

  @Override
  public void append(List<Command> commands) {
    await(
        commands.stream()
            .map(
                command ->
                    record(
                        Topic.COMMANDS,
                        kafka.conversationPartitions(),
                        command.getConversation(),
                        command.getConversation(),
                        command))
            .toList());
  }

  @Override
  public void publish(UserRecord user) {
    await(List.of(record(user)));
  }

  @Override
  public void publishErased(UUID user) {
    byte[] key = Ids.array(user);
    int partition = Partitions.of(user, kafka.userPartitions());
    String topic = Topic.USERS.name(kafka.topicPrefix());
    await(List.of(new ProducerRecord<>(topic, partition, key, null)));
  }

  @Override
  public void publish(AdminAction action) {
    String topic = Topic.ADMIN_AUDIT.name(kafka.topicPrefix());
    await(
        List.of(
            new ProducerRecord<>(
                topic,
                0,
                null,
                action.getSubject().toByteArray(),
                action.toByteArray(),
                RecordHeaders.of(action))));
  }

  @Override
  public void publishEventually(UserRecord user) {
    try {
      Future<RecordMetadata> _ =
          producer.send(
              record(user),
              (_, failed) -> {
                if (failed != null) {
                  LOG.warn("eventually", "the log did not take a profile: {}", failed.toString());
                }
              });
    } catch (KafkaException | IllegalStateException e) {
      LOG.warn("eventually", "the log did not take a profile: {}", e.toString());
    }
  }

  private ProducerRecord<byte[], byte[]> record(UserRecord user) {
    return record(Topic.USERS, kafka.userPartitions(), user.getUser(), user.getUser(), user);
  }

  @Override
  public void publish(Revocation revocation) {
    ByteString key = revocation.getUser().concat(revocation.getDevice());
    await(
        List.of(
            record(
                Topic.REVOCATIONS, kafka.userPartitions(), revocation.getUser(), key, revocation)));
  }

  @Override
  public void publish(PrivacyRecord privacy) {
    ByteString user = privacy.getUser();
    await(List.of(record(Topic.PRIVACY, kafka.userPartitions(), user, user, privacy)));
  }

  private ProducerRecord<byte[], byte[]> record(
      Topic topic, int partitions, ByteString placedBy, ByteString key, Message value) {
    return new ProducerRecord<>(
        topic.name(kafka.topicPrefix()),
        Partitions.of(placedBy, partitions),
        null,
        key.toByteArray(),
        value.toByteArray(),
        RecordHeaders.of(value));
  }

  private void await(List<ProducerRecord<byte[], byte[]>> records) {
    try {
      List<Future<RecordMetadata>> sent = records.stream().map(producer::send).toList();
      long end = System.nanoTime() + ANSWER_TIMEOUT.toNanos();
      for (Future<RecordMetadata> one : sent) {
        one.get(Math.max(0, end - System.nanoTime()), TimeUnit.NANOSECONDS);
      }
    } catch (ExecutionException | TimeoutException | KafkaException | IllegalStateException e) {
      LOG.warn("append", "the log did not take a record: {}", e.toString());
      throw Problem.unavailable();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw Problem.unavailable();
    }
  }

  @Override
  public void close() {
    producer.close(CLOSE_TIMEOUT);
  }
}
