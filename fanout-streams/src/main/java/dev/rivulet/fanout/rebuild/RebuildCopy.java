package dev.rivulet.fanout.rebuild;

import static dev.rivulet.runtime.KafkaFutures.await;

import dev.rivulet.contracts.topic.Topic;
import dev.rivulet.fanout.Applications;
import dev.rivulet.fanout.setup.SetupConfig;
import dev.rivulet.fanout.setup.TopicReader;
import dev.rivulet.runtime.KafkaClients;
import dev.rivulet.runtime.KafkaConfig;
import dev.rivulet.runtime.OperatorProgram;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.GroupState;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;

/// Copies what `rebuild events --keep` derived into the topic in use: `PREFIX events|inbox`.
///
/// That topic must have been made anew and be empty, and fanout must not run: a copy behind records
/// that are there would make committed readers see everything twice.
public final class RebuildCopy {
  private static final String USAGE =
      """
      usage: rebuild copy PREFIX events|inbox
      Copies the records of the topic PREFIXevents or PREFIXinbox, partition by partition, into the
      topic in use. It has to be empty (deleted, and made again by topic-setup), and fanout
      stopped.""";

  private static final Duration CLOSE = Duration.ofSeconds(10);

  private final KafkaConfig kafka;
  private final String prefix;
  private final Topic topic;
  private final AtomicReference<@Nullable Exception> failure = new AtomicReference<>();

  private RebuildCopy(KafkaConfig kafka, String prefix, Topic topic) {
    this.kafka = kafka;
    this.prefix = prefix;
    this.topic = topic;
  }

  public static void main(String[] args) {
    var words = List.of(args);
    boolean good =
        words.size() == 2
            && words.getFirst().matches("[a-zA-Z0-9._-]{1,80}")
            && List.of("events", "inbox").contains(words.getLast());
    if (!good) {
      OperatorProgram.usage(words.contains("--help"), USAGE);
    }
    var topic = words.getLast().equals("inbox") ? Topic.INBOX : Topic.EVENTS;
    OperatorProgram.run(
        SetupConfig.class, setup -> new RebuildCopy(setup.kafka(), words.getFirst(), topic).run());
  }

  private int run() {
    if (prefix.equals(kafka.topicPrefix())) {
      return refuse("the prefix " + prefix + " is the one in use");
    }
    if (fanoutRuns()) {
      return refuse("fanout runs: it writes to " + topic.name(kafka.topicPrefix()));
    }
    try (var from = new TopicReader(kafka, topic.name(prefix), "rebuild-copy");
        var there = new TopicReader(kafka, topic.name(kafka.topicPrefix()), "rebuild-copy-to")) {
      if (there.ends().values().stream().anyMatch(end -> end > 0)) {
        return refuse(there.topic() + " is not empty");
      }
      if (!from.ends().keySet().equals(there.ends().keySet())) {
        return refuse(from.topic() + " has other partitions than " + there.topic());
      }
      System.out.printf(
          "copied %d records from %s to %s%n", copy(from, there), from.topic(), there.topic());
      return 0;
    }
  }

  private boolean fanoutRuns() {
    var group = kafka.topic(Applications.FANOUT);
    try (var admin = Admin.create(KafkaClients.admin(kafka, "rebuild-copy"))) {
      var asked = admin.describeConsumerGroups(List.of(group)).describedGroups();
      var described = await(Objects.requireNonNull(asked.get(group)));
      return described.groupState() != GroupState.EMPTY
          && described.groupState() != GroupState.DEAD;
    }
  }

  private long copy(TopicReader from, TopicReader there) {
    var settings = KafkaClients.producer(kafka, "rebuild-copy");
    // It writes as fast as the brokers take it, and nobody waits for an answer.
    settings.setProperty(ProducerConfig.MAX_BLOCK_MS_CONFIG, "60000");
    settings.setProperty(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, "60000");
    long[] count = {0};
    try (var producer = new KafkaProducer<byte[], byte[]>(settings)) {
      from.ends()
          .forEach(
              (partition, end) ->
                  from.read(
                      partition,
                      end,
                      record -> {
                        var copy =
                            new ProducerRecord<>(
                                there.topic(),
                                partition,
                                null,
                                record.key(),
                                record.value(),
                                record.headers());
                        var _ = producer.send(copy, (_, thrown) -> failed(thrown));
                        count[0]++;
                        return failure.get() == null;
                      }));
      producer.flush();
      producer.close(CLOSE);
    }
    var thrown = failure.get();
    if (thrown != null) {
      throw new KafkaException(thrown);
    }
    return count[0];
  }

  private void failed(@Nullable Exception thrown) {
    if (thrown != null) {
      failure.compareAndSet(null, thrown);
    }
  }

  private static int refuse(String why) {
    System.err.println(why);
    return OperatorProgram.REFUSED;
  }
}
