package dev.rivulet.testing.load;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/// The yardstick: a record that is produced, consumed and produced again over as many topics as a
/// message passes on its way to a client, with nothing else done to it. Its topics have one
/// partition each and are deleted at the end.
final class Relay implements AutoCloseable {
  private static final Duration POLL = Duration.ofSeconds(1);
  private static final int VALUE_BYTES = 300;

  private final Properties connection = new Properties();
  private final List<String> topics = new ArrayList<>();
  private final List<Hop> hops = new ArrayList<>();
  private final KafkaProducer<byte[], byte[]> first;
  private volatile Figures figures = new Figures();

  Relay(String bootstrapServers, int length) throws InterruptedException, ExecutionException {
    connection.put("bootstrap.servers", bootstrapServers);
    var run = UUID.randomUUID();
    for (int i = 0; i < length; i++) {
      topics.add("bench-relay-" + run + "-" + i);
    }
    try (var admin = Admin.create(connection)) {
      admin
          .createTopics(topics.stream().map(topic -> new NewTopic(topic, 1, (short) 1)).toList())
          .all()
          .get();
    }
    for (int i = 0; i < length; i++) {
      var hop = new Hop(topics.get(i), i + 1 < length ? topics.get(i + 1) : "");
      hops.add(hop);
      hop.thread.start();
    }
    first = producer();
  }

  /// Sends at a rate and returns what the last consumer saw.
  Figures measure(int perSecond, int seconds) {
    var fresh = new Figures();
    figures = fresh;
    Pace.run(
        perSecond,
        seconds,
        _ -> {
          var value = new byte[VALUE_BYTES];
          ByteBuffer.wrap(value).putLong(System.nanoTime());
          var _ = first.send(new ProducerRecord<>(topics.getFirst(), 0, null, value));
        });
    first.flush();
    return fresh;
  }

  private KafkaProducer<byte[], byte[]> producer() {
    var settings = new Properties();
    settings.putAll(connection);
    settings.putAll(
        Map.of(
            "acks", "all",
            "enable.idempotence", "true",
            "linger.ms", "0",
            "max.in.flight.requests.per.connection", "1"));
    return new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer());
  }

  @Override
  public void close() throws InterruptedException, ExecutionException {
    first.close();
    for (var hop : hops) {
      hop.consumer.wakeup();
      hop.thread.join();
    }
    try (var admin = Admin.create(connection)) {
      admin.deleteTopics(topics).all().get();
    }
  }

  /// Reads one topic and writes the next, or measures at the end.
  private final class Hop {
    private final KafkaConsumer<byte[], byte[]> consumer;
    private final String to;
    private final Thread thread;

    Hop(String from, String to) {
      this.to = to;
      var settings = new Properties();
      settings.putAll(connection);
      settings.put("enable.auto.commit", "false");
      consumer =
          new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer());
      var partition = List.of(new TopicPartition(from, 0));
      consumer.assign(partition);
      consumer.seekToBeginning(partition);
      thread = Thread.ofPlatform().name("relay-" + from).unstarted(this::run);
    }

    private void run() {
      try (consumer;
          var producer = producer()) {
        while (true) {
          for (var record : consumer.poll(POLL)) {
            if (to.isEmpty()) {
              long sent = ByteBuffer.wrap(record.value()).getLong();
              figures.add(System.nanoTime() - sent);
            } else {
              var _ = producer.send(new ProducerRecord<>(to, 0, null, record.value()));
            }
          }
        }
      } catch (WakeupException closed) {
        // The end of the bench.
      }
    }
  }
}
