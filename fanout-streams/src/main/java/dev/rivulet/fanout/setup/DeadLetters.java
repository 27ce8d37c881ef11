package dev.rivulet.fanout.setup;

import dev.rivulet.contracts.Bounds;
import dev.rivulet.contracts.id.Ids;
import dev.rivulet.contracts.log.Command;
import dev.rivulet.contracts.log.DeadLetter;
import dev.rivulet.contracts.topic.Partitions;
import dev.rivulet.contracts.topic.RecordHeaders;
import dev.rivulet.contracts.topic.Topic;
import dev.rivulet.runtime.KafkaClients;
import dev.rivulet.runtime.KafkaConfig;
import dev.rivulet.runtime.OperatorProgram;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;

/// What an operator does with dead letters: `list`, `show N [--content]`, `replay N`. A letter's
/// number is its offset in `dead-letters`, so it stays the same as long as the letter is kept.
public final class DeadLetters {
  private static final String USAGE =
      """
      usage: dead-letters list
             dead-letters show N [--content]
             dead-letters replay N
      list    number, place, time, size and reason of each letter
      show    one of them with its record; what people wrote only with --content
      replay  appends a command, with its key and bytes as they were, to the end of commands, in the
              partition that its key names: it is decided now, as if it had been sent now. Records
              of other topics are refused: what wrote them writes them again.""";

  private static final Duration CLOSE = Duration.ofSeconds(10);

  private final KafkaConfig kafka;

  private DeadLetters(KafkaConfig kafka) {
    this.kafka = kafka;
  }

  public static void main(String[] args) {
    var words = new ArrayList<>(List.of(args));
    boolean content = words.remove("--content");
    boolean numbered = words.size() == 2 && words.get(1).matches("[0-9]{1,18}");
    var verb = words.isEmpty() ? "" : words.getFirst();
    boolean good =
        switch (verb) {
          case "list" -> words.size() == 1 && !content;
          case "show" -> numbered;
          case "replay" -> numbered && !content;
          default -> false;
        };
    if (!good) {
      OperatorProgram.usage(words.contains("--help"), USAGE);
    }
    long number = numbered ? Long.parseLong(words.get(1)) : 0;
    OperatorProgram.run(
        SetupConfig.class, setup -> new DeadLetters(setup.kafka()).run(verb, number, content));
  }

  private int run(String verb, long number, boolean content) {
    if (verb.equals("list")) {
      return list();
    }
    var letter = find(number);
    if (letter.isEmpty()) {
      return refuse("there is no dead letter " + number);
    }
    return verb.equals("show") ? show(letter.get(), content) : replay(letter.get());
  }

  private int list() {
    long[] count = {0};
    try (var reader = reader()) {
      reader
          .ends()
          .forEach(
              (partition, end) ->
                  reader.read(
                      partition,
                      end,
                      record -> {
                        System.out.println(PrintedLetter.of(record).line());
                        count[0]++;
                        return true;
                      }));
    }
    System.out.println(count[0] + " dead letters");
    return 0;
  }

  private Optional<PrintedLetter> find(long number) {
    var found = new ArrayList<PrintedLetter>();
    try (var reader = reader()) {
      reader.readOne(0, number, record -> found.add(PrintedLetter.of(record)));
    }
    return found.stream().findFirst();
  }

  private TopicReader reader() {
    var topic = kafka.topic(Topic.DEAD_LETTERS.shortName());
    return new TopicReader(kafka, topic, "dead-letters");
  }

  private int show(PrintedLetter letter, boolean content) {
    System.out.println(letter.line());
    System.out.println(letter.record(kafka.topicPrefix(), content));
    return 0;
  }

  private int replay(PrintedLetter printed) {
    var letter = printed.letter();
    var wrong = whyNot(letter);
    if (!wrong.isEmpty()) {
      return refuse("letter " + printed.number() + " is not replayed: " + wrong);
    }
    int partition = Partitions.of(letter.getKey(), kafka.conversationPartitions());
    System.out.printf(
        "appended to %s-%d@%d; fanout decides it now%n",
        letter.getTopic(), partition, append(letter, partition));
    return 0;
  }

  /// Empty if replaying can lead to something else than the same letter again.
  private String whyNot(DeadLetter letter) {
    if (!letter.getTopic().equals(kafka.topic(Topic.COMMANDS.shortName()))) {
      return "only commands are, and it came from " + letter.getTopic();
    }
    if (letter.getKey().size() != Ids.BYTES) {
      return "its key is no conversation's id";
    }
    // What was cut off is not known any more.
    if (letter.getValue().size() >= Bounds.RECORD_BYTES_MAX) {
      return "it is not kept whole";
    }
    return PrintedLetter.parsed(Topic.COMMANDS, letter.getValue()).isEmpty()
        ? "its bytes are no command"
        : "";
  }

  private long append(DeadLetter letter, int partition) {
    var producer = new KafkaProducer<byte[], byte[]>(KafkaClients.producer(kafka, "dead-letters"));
    try {
      var headers = RecordHeaders.of(Command.getDefaultInstance());
      var record =
          new ProducerRecord<>(
              letter.getTopic(),
              partition,
              null,
              letter.getKey().toByteArray(),
              letter.getValue().toByteArray(),
              headers);
      return producer.send(record).get().offset();
    } catch (ExecutionException refused) {
      throw new KafkaException(refused.getCause());
    } catch (InterruptedException ended) {
      Thread.currentThread().interrupt();
      throw new KafkaException(ended);
    } finally {
      producer.close(CLOSE);
    }
  }

  private static int refuse(String line) {
    System.err.println(line);
    return OperatorProgram.REFUSED;
  }
}
