package dev.rivulet.fanout.setup;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import dev.rivulet.contracts.topic.Topic;
import dev.rivulet.runtime.KafkaClients;
import dev.rivulet.runtime.KafkaConfig;
import dev.rivulet.runtime.OperatorProgram;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicPartition;

/// Prints the committed records of a topic as JSON lines: `TOPIC [--from-start] [--max N]`.
public final class TopicsTail {
  private static final Duration POLL = Duration.ofMillis(500);
  private static final int USAGE = 64;

  private final KafkaConfig kafka;
  private final Topic topic;
  private final JsonGenerator json;

  private TopicsTail(KafkaConfig kafka, Topic topic, OutputStream out) throws IOException {
    this.kafka = kafka;
    this.topic = topic;
    this.json = new JsonFactory().createGenerator(out);
    json.setRootValueSeparator(new com.fasterxml.jackson.core.io.SerializedString("\n"));
  }

  public static void main(String[] args) {
    var words = new ArrayList<>(List.of(args));
    boolean fromStart = words.remove("--from-start");
    long most = most(words);
    var topic =
        Arrays.stream(Topic.values())
            .filter(known -> words.size() == 1 && known.shortName().equals(words.getFirst()))
            .findFirst();
    if (topic.isEmpty() || most < 1) {
      usage(words.contains("--help") ? System.out : System.err);
      System.exit(words.contains("--help") ? 0 : USAGE);
    }
    OperatorProgram.run(
        SetupConfig.class, setup -> follow(setup.kafka(), topic.get(), fromStart, most));
  }

  private static int follow(KafkaConfig kafka, Topic topic, boolean fromStart, long most) {
    try {
      new TopicsTail(kafka, topic, System.out).run(fromStart, most);
      return 0;
    } catch (IOException nobodyReads) {
      throw new UncheckedIOException(nobodyReads);
    }
  }

  private static long most(List<String> words) {
    int at = words.indexOf("--max");
    if (at < 0 || at + 1 >= words.size()) {
      return at < 0 ? Long.MAX_VALUE : 0;
    }
    var number = words.get(at + 1);
    words.subList(at, at + 2).clear();
    return number.matches("[0-9]{1,9}") ? Long.parseLong(number) : 0;
  }

  private static void usage(PrintStream out) {
    var names = Arrays.stream(Topic.values()).map(Topic::shortName).toList();
    out.println("usage: topics tail TOPIC [--from-start] [--max N]");
    out.println("TOPIC is one of " + String.join(", ", names));
  }

  /// Ends after `most` records, or never.
  private void run(boolean fromStart, long most) throws IOException {
    var settings = KafkaClients.consumer(kafka, "topics-tail", IsolationLevel.READ_COMMITTED);
    try (var consumer = new KafkaConsumer<byte[], byte[]>(settings)) {
      var partitions =
          OperatorProgram.patiently(
                  () -> consumer.partitionsFor(topic.name(kafka.topicPrefix())), POLL)
              .stream()
              .map(found -> new TopicPartition(found.topic(), found.partition()))
              .toList();
      consumer.assign(partitions);
      if (fromStart) {
        consumer.seekToBeginning(partitions);
      } else {
        consumer.seekToEnd(partitions);
      }
      long printed = 0;
      while (printed < most) {
        for (var record : OperatorProgram.patiently(() -> consumer.poll(POLL), POLL)) {
          if (printed++ < most) {
            print(record);
          }
        }
        json.flush();
      }
      System.out.println();
    }
  }

  private void print(ConsumerRecord<byte[], byte[]> record) throws IOException {
    json.writeStartObject();
    json.writeNumberField("partition", record.partition());
    json.writeNumberField("offset", record.offset());
    json.writeNumberField("time", record.timestamp());
    json.writeFieldName("value");
    if (record.value() == null) {
      json.writeNull();
    } else {
      writeValue(record.value());
    }
    json.writeEndObject();
  }

  private void writeValue(byte[] value) throws IOException {
    try {
      RecordJson.write(json, (Message) topic.parser().parseFrom(value));
    } catch (InvalidProtocolBufferException unreadable) {
      json.writeString("unreadable: " + value.length + " bytes");
    }
  }
}
