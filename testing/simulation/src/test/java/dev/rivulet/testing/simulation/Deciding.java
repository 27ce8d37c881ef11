package dev.rivulet.testing.simulation;

import dev.rivulet.contracts.log.BigMember;
import dev.rivulet.contracts.log.Command;
import dev.rivulet.contracts.log.Event;
import dev.rivulet.contracts.log.InboxRecord;
import dev.rivulet.contracts.log.Notice;
import dev.rivulet.fanout.decide.CommandRecord;
import dev.rivulet.fanout.decide.DeciderTask;
import dev.rivulet.fanout.decide.OffsetException;
import dev.rivulet.fanout.decide.OutputRecord;
import dev.rivulet.fanout.decide.RuleSets;
import dev.rivulet.fanout.decide.UnknownRulesException;
import java.util.ArrayList;
import java.util.List;

/// One partition of `commands` and the tasks that decide it: the present one and those that were
/// taken over from but do not know it yet. A task may be of a version that knows only the first
/// rule set.
final class Deciding {
  private static final RuleSets OLD = RuleSets.RELEASED.upTo(1);

  private final Log log;
  private final Mistake mistake;
  private final int partition;
  private final MemoryState base = new MemoryState();
  private long baseOffset;
  private boolean cut;
  private Task present;
  private final List<Task> zombies = new ArrayList<>();

  Deciding(Log log, Mistake mistake, int partition) {
    this.log = log;
    this.mistake = mistake;
    this.partition = partition;
    present = new Task(OLD);
  }

  private SimulatedTopic<Command> commands() {
    return log.commands.get(partition);
  }

  boolean decide() {
    return present.decide();
  }

  void commit() {
    present.commit();
  }

  /// The transaction is aborted and the same task goes on from the last commit.
  void abort() {
    present.abort();
  }

  /// A paused instance is taken over from: it may go on writing until it commits.
  void takeOver(boolean old) {
    zombies.add(present);
    present = new Task(old ? OLD : RuleSets.RELEASED);
  }

  /// By a version that knows everything, if the present one does not.
  void deploy() {
    if (present.known.newest() < RuleSets.RELEASED.newest()) {
      present.commit();
      present = new Task(RuleSets.RELEASED);
    }
  }

  void zombieDecides() {
    if (!zombies.isEmpty()) {
      zombies.getFirst().decide();
    }
  }

  void zombieCommits() {
    if (!zombies.isEmpty()) {
      zombies.removeFirst().commit();
    }
  }

  void endZombies() {
    while (!zombies.isEmpty()) {
      zombieCommits();
    }
  }

  /// Whether it is a task that will not go on by itself.
  boolean stopped() {
    return present.stopped;
  }

  long committed() {
    return baseOffset;
  }

  /// The broker loses the end of the log, also of what is decided and committed; others append in
  /// its place. Whatever a consumer's reset policy made of that, the state knows better.
  void cutOff(long end, Command next) {
    cut = true;
    commands().cutOff(end);
    commands().append(next, null, log.now);
  }

  static DeciderTask task(MemoryState store, RuleSets known) {
    return new DeciderTask(store, Log.PARTITIONS, Log.PARTITIONS, "commands", known);
  }

  static List<OutputRecord> decide(
      DeciderTask task, int partition, SimulatedTopic.Entry<Command> entry, long at) {
    var command = entry.value();
    if (command == null) {
      throw new IllegalStateException("a marker among commands");
    }
    var key = command.getConversation().toByteArray();
    return task.process(
        new CommandRecord(partition, entry.offset(), at, key, command.toByteArray()));
  }

  private final class Task {
    final RuleSets known;
    private final MemoryState store = base.copy();
    private DeciderTask task;
    private SimulatedTopic.Transaction transaction = new SimulatedTopic.Transaction();
    private long position = baseOffset;
    private boolean stopped;

    Task(RuleSets known) {
      this.known = known;
      task = task(store, known);
    }

    boolean decide() {
      long at = cut ? Math.min(position, commands().end() - 1) : position;
      if (stopped || at >= commands().end()) {
        return false;
      }
      for (var record : decided(commands().at(at))) {
        write(record);
      }
      if (stopped) {
        end(SimulatedTopic.Transaction.State.ABORTED);
        return false;
      }
      position++;
      return true;
    }

    private List<OutputRecord> decided(SimulatedTopic.Entry<Command> entry) {
      long time = mistake == Mistake.DECIDER_READS_CLOCK ? log.now : entry.time();
      try {
        return Deciding.decide(task, partition, entry, time);
      } catch (UnknownRulesException older) {
        if (mistake == Mistake.OLD_VERSION_GOES_ON) {
          return task.process(new CommandRecord(partition, entry.offset(), time, null, null));
        }
        stopped = true;
      } catch (OffsetException lost) {
        if (!cut) {
          throw lost;
        }
        if (mistake == Mistake.CUT_OFF_IGNORED) {
          var renumbered = new SimulatedTopic.Entry<>(position, entry.value(), null, entry.time());
          return Deciding.decide(task, partition, renumbered, time);
        }
        stopped = true;
      }
      return List.of();
    }

    private void write(OutputRecord record) {
      int to = record.partition();
      var value = record.value();
      switch (record.topic()) {
        case EVENTS -> append(log.events.get(to), Log.parse(Event.parser(), value));
        case INBOX -> append(log.inbox.get(to), Log.parse(InboxRecord.parser(), value));
        case NOTICES -> append(log.notices.get(to), Log.parse(Notice.parser(), value));
        case BIG_MEMBERS -> append(log.bigMembers.get(to), Log.parse(BigMember.parser(), value));
        default ->
            Invariants.require(
                mistake == Mistake.OLD_VERSION_GOES_ON, () -> "not expected: " + record.message());
      }
    }

    private <T> void append(SimulatedTopic<T> topic, T value) {
      topic.append(value, transaction, log.now);
    }

    void commit() {
      if (this != present && mistake != Mistake.ZOMBIE_NOT_FENCED) {
        end(SimulatedTopic.Transaction.State.ABORTED);
      } else if (!stopped) {
        end(SimulatedTopic.Transaction.State.COMMITTED);
        base.goBackTo(store);
        baseOffset = position;
      }
    }

    void abort() {
      end(SimulatedTopic.Transaction.State.ABORTED);
      position = baseOffset;
      if (mistake != Mistake.STATE_NOT_ROLLED_BACK) {
        store.goBackTo(base);
      }
      if (mistake != Mistake.WARM_CACHES) {
        task = task(store, known);
      }
    }

    private void end(SimulatedTopic.Transaction.State state) {
      transaction.end(state, log.now);
      transaction = new SimulatedTopic.Transaction();
    }
  }
}
