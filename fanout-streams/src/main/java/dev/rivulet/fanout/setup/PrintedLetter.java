package dev.rivulet.fanout.setup;

import com.fasterxml.jackson.core.JsonFactory;
import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import dev.rivulet.contracts.log.DeadLetter;
import dev.rivulet.contracts.topic.Topic;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/// A dead letter as an operator sees it.
record PrintedLetter(long number, Instant time, DeadLetter letter) {
  static PrintedLetter of(ConsumerRecord<byte[], byte[]> record) {
    var time = Instant.ofEpochMilli(record.timestamp());
    var value = record.value() == null ? new byte[0] : record.value();
    try {
      return new PrintedLetter(record.offset(), time, DeadLetter.parseFrom(value));
    } catch (InvalidProtocolBufferException none) {
      var letter = DeadLetter.newBuilder().setReason("not even a dead letter").build();
      return new PrintedLetter(record.offset(), time, letter);
    }
  }

  String line() {
    return "%d  %s-%d@%d  %s  %d bytes  %s"
        .formatted(
            number,
            letter.getTopic(),
            letter.getPartition(),
            letter.getOffset(),
            time,
            letter.getValue().size(),
            letter.getReason());
  }

  /// The record as JSON if it can be read, else its bytes; those may hold what somebody wrote.
  String record(String prefix, boolean content) {
    var key = "key   " + HexFormat.of().formatHex(letter.getKey().toByteArray());
    var message =
        Arrays.stream(Topic.values())
            .filter(topic -> topic.name(prefix).equals(letter.getTopic()))
            .findFirst()
            .flatMap(topic -> parsed(topic, letter.getValue()));
    if (message.isPresent()) {
      return key + "\nvalue " + json(message.get(), content);
    }
    return content
        ? key + "\nvalue " + HexFormat.of().formatHex(letter.getValue().toByteArray())
        : key + "\nvalue unreadable; --content prints its bytes";
  }

  static Optional<Message> parsed(Topic topic, ByteString value) {
    try {
      return Optional.of((Message) topic.parser().parseFrom(value));
    } catch (InvalidProtocolBufferException unreadable) {
      return Optional.empty();
    }
  }

  private static String json(Message message, boolean content) {
    var text = new StringWriter();
    try (var json = new JsonFactory().createGenerator(text)) {
      if (content) {
        RecordJson.write(json, message);
      } else {
        RecordJson.writeWithoutContent(json, message);
      }
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
    return text.toString();
  }
}
