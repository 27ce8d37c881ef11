package dev.rivulet.fanout.rebuild;

import static dev.rivulet.runtime.KafkaFutures.await;

import dev.rivulet.contracts.topic.Topic;
import dev.rivulet.fanout.Applications;
import dev.rivulet.fanout.setup.SetupConfig;
import dev.rivulet.fanout.setup.TopicReader;
import dev.rivulet.runtime.KafkaClients;
import dev.rivulet.runtime.KafkaConfig;
import dev.rivulet.runtime.OperatorProgram;
import dev.rivulet.runtime.ServiceFailure;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.TopicPartition;

/// Derives the topics that the decider writes from `commands` again and compares `events` and
/// `inbox` with what is there: `[--keep] [--prefix PREFIX]`. Changes nothing that is there, and
/// works while services run: it goes up to where `commands` ended when it began.
public final class RebuildEvents {
  private static final String USAGE =
      """
      usage: rebuild events [--keep] [--prefix PREFIX]
      Derives events, inbox and notices from commands into topics PREFIXevents and so on, compares
      events and inbox with what is there, and deletes the fresh topics unless
      --keep. Exits with 1 and shows
      the first difference if there is one.""";

  private static final Duration BEHIND_MAX = Duration.ofSeconds(60);
  private static final Duration LOOK_AGAIN = Duration.ofMillis(200);

  private final KafkaConfig kafka;
  private final Admin admin;
  private final String prefix;

  private RebuildEvents(KafkaConfig kafka, Admin admin, String prefix) {
    this.kafka = kafka;
    this.admin = admin;
    this.prefix = prefix;
  }

  public static void main(String[] args) {
    var words = new ArrayList<>(List.of(args));
    boolean keep = words.remove("--keep");
    var given = words.size() == 2 && words.getFirst().equals("--prefix") ? words.get(1) : "";
    if (!words.isEmpty() && !given.matches("[a-zA-Z0-9._-]{1,80}")) {
      OperatorProgram.usage(words.contains("--help"), USAGE);
    }
    var prefix = given.isEmpty() ? "rebuild-" + System.currentTimeMillis() + "." : given;
    OperatorProgram.run(SetupConfig.class, setup -> run(setup.kafka(), prefix, keep));
  }

  private static int run(KafkaConfig kafka, String prefix, boolean keep) {
    if (prefix.equals(kafka.topicPrefix())) {
      throw ServiceFailure.misconfigured("the prefix " + prefix + " is the one in use", null);
    }
    try (var admin = Admin.create(KafkaClients.admin(kafka, "rebuild"))) {
      return new RebuildEvents(kafka, admin, prefix).run(keep);
    }
  }

  private int run(boolean keep) {
    var folder = temporary();
    boolean done = false;
    try (var fresh = FreshTopics.make(kafka, admin, prefix)) {
      try {
        int code = derive(fresh, folder);
        done = true;
        return code;
      } finally {
        if (keep && done) {
          System.out.println("kept: the topics " + prefix + "*");
        } else {
          fresh.delete();
        }
      }
    } finally {
      delete(folder);
    }
  }

  private int derive(FreshTopics fresh, Path folder) {
    try (var commands = reader(kafka.topicPrefix(), Topic.COMMANDS)) {
      var ends = commands.ends();
      long count = new Derivation(kafka, commands, fresh, folder).run(ends);
      System.out.printf(
          "derived from %d commands: %d events, %d inbox records, %d notices, %d dead letters%n",
          count,
          fresh.written(Topic.EVENTS),
          fresh.written(Topic.INBOX),
          fresh.written(Topic.NOTICES),
          fresh.written(Topic.DEAD_LETTERS));
      awaitDecided(ends);
      return compare(ends, folder);
    }
  }

  /// What fanout has not decided yet cannot be there.
  private void awaitDecided(Map<Integer, Long> ends) {
    long began = System.nanoTime();
    var group = kafka.topic(Applications.FANOUT);
    var topic = kafka.topic(Topic.COMMANDS.shortName());
    while (true) {
      var committed = await(admin.listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata());
      boolean decided =
          ends.entrySet().stream()
              .allMatch(
                  end -> {
                    var at = committed.get(new TopicPartition(topic, end.getKey()));
                    return at != null && at.offset() >= end.getValue();
                  });
      if (decided) {
        return;
      }
      if (System.nanoTime() - began > BEHIND_MAX.toNanos()) {
        throw ServiceFailure.unavailable("fanout does not catch up with commands", null);
      }
      OperatorProgram.pause(LOOK_AGAIN);
    }
  }

  private int compare(Map<Integer, Long> commandEnds, Path folder) {
    var events = compareEvents(commandEnds);
    var inbox = compareInbox(commandEnds, folder);
    events.difference().ifPresent(it -> System.out.println("DIFFERENT: " + it));
    inbox.difference().ifPresent(it -> System.out.println("DIFFERENT: " + it));
    boolean same = events.difference().isEmpty() && inbox.difference().isEmpty();
    System.out.printf(
        "%d events and %d inbox records are identical%s%n",
        events.equal(), inbox.equal(), same ? ", all of them" : "");
    return same ? 0 : OperatorProgram.REFUSED;
  }

  private Found compareInbox(Map<Integer, Long> commandEnds, Path folder) {
    long equal = 0;
    Optional<String> first = Optional.empty();
    try (var derived = reader(prefix, Topic.INBOX);
        var there = reader(kafka.topicPrefix(), Topic.INBOX)) {
      var comparison = new InboxComparison(derived, there, commandEnds, folder);
      for (int partition : there.ends().keySet()) {
        var found = comparison.compare(partition);
        equal += found.equal();
        first = first.or(found::difference);
      }
    }
    return new Found(equal, first);
  }

  private Found compareEvents(Map<Integer, Long> commandEnds) {
    long equal = 0;
    Optional<String> first = Optional.empty();
    try (var derived = reader(prefix, Topic.EVENTS);
        var there = reader(kafka.topicPrefix(), Topic.EVENTS)) {
      var comparison = new EventComparison(derived, there);
      var derivedEnds = derived.ends();
      var thereEnds = there.ends();
      for (var end : commandEnds.entrySet()) {
        var found = comparison.compare(end.getKey(), derivedEnds, thereEnds, end.getValue());
        equal += found.equal();
        first = first.or(found::difference);
      }
    }
    return new Found(equal, first);
  }

  private TopicReader reader(String topicPrefix, Topic topic) {
    return new TopicReader(kafka, topic.name(topicPrefix), "rebuild-" + topic.shortName());
  }

  private static Path temporary() {
    try {
      return Files.createTempDirectory("rivulet-rebuild");
    } catch (IOException full) {
      throw new UncheckedIOException(full);
    }
  }

  private static void delete(Path folder) {
    try (var all = Files.walk(folder)) {
      for (var file : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    } catch (IOException stays) {
      System.err.println("not deleted: " + folder);
    }
  }
}
