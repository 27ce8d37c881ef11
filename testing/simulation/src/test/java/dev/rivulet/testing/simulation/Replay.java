package dev.rivulet.testing.simulation;

import com.google.protobuf.ByteString;
import com.google.protobuf.Message;
import dev.rivulet.contracts.log.Command;
import dev.rivulet.contracts.topic.Topic;
import dev.rivulet.fanout.decide.OutputRecord;
import dev.rivulet.fanout.decide.RuleSets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;

/// I12: one partition of the log decided from its start by the newest version gives the same
/// messages.
record Replay(Log log, int partition) {
  /// What the log held, however it looks now.
  record Commands(List<SimulatedTopic.Entry<Command>> entries) {
    static Commands of(SimulatedTopic<Command> topic, long end) {
      return new Commands(topic.committed(0, end));
    }
  }

  void check(List<SimulatedTopic.Entry<Command>> commands) {
    var task = Deciding.task(new MemoryState(), RuleSets.RELEASED);
    var records = new ArrayList<OutputRecord>();
    for (var entry : commands) {
      records.addAll(Deciding.decide(task, partition, entry, entry.time()));
    }
    same(records, Topic.EVENTS, log.events, event -> event.getConversation(), "events");
    same(
        records,
        Topic.INBOX,
        log.inbox,
        record -> record.getEvent().getConversation(),
        "inbox records");
    same(
        records,
        Topic.BIG_MEMBERS,
        log.bigMembers,
        member -> member.getConversation(),
        "big members");
  }

  private <T extends Message> void same(
      List<OutputRecord> records,
      Topic topic,
      List<SimulatedTopic<T>> written,
      Function<T, ByteString> conversation,
      String what) {
    for (int to = 0; to < Log.PARTITIONS; to++) {
      int there = to;
      var derived =
          records.stream()
              .filter(record -> record.topic() == topic && record.partition() == there)
              .<Message>map(OutputRecord::message)
              .toList();
      var found =
          written.get(to).committed().stream()
              .map(entry -> Objects.requireNonNull(entry.value()))
              .filter(value -> Log.partition(conversation.apply(value)) == partition)
              .<Message>map(value -> value)
              .toList();
      Invariants.require(derived.equals(found), () -> "I12: other " + what);
    }
  }
}
