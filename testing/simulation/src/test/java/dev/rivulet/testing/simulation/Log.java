package dev.rivulet.testing.simulation;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Parser;
import dev.rivulet.contracts.log.Command;
import dev.rivulet.contracts.log.Delivery;
import dev.rivulet.contracts.log.Event;
import dev.rivulet.contracts.log.InboxRecord;
import dev.rivulet.contracts.log.Notice;
import dev.rivulet.contracts.log.Receipt;
import dev.rivulet.contracts.log.ReceiptStatus;
import dev.rivulet.contracts.log.SessionRecord;
import dev.rivulet.contracts.topic.Topic;
import dev.rivulet.fanout.decide.CommandRecord;
import dev.rivulet.fanout.decide.DeciderTask;
import dev.rivulet.fanout.decide.OutputRecord;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The topics, and the tasks that decide: the present one and those that were taken over from but
/// do not know it yet.
final class Log {
  static final int SLOTS = 3;

  final SimulatedTopic<Command> commands = new SimulatedTopic<>();
  final SimulatedTopic<Event> events = new SimulatedTopic<>();
  final SimulatedTopic<InboxRecord> inbox = new SimulatedTopic<>();
  final SimulatedTopic<SessionChange> sessions = new SimulatedTopic<>();
  final SimulatedTopic<Notice> notices = new SimulatedTopic<>();

  final SimulatedTopic<Receipt> receipts = new SimulatedTopic<>();
  final SimulatedTopic<ReceiptStatus> statuses = new SimulatedTopic<>();

  /// By slot.
  final List<SimulatedTopic<Delivery>> deliveries = new ArrayList<>();

  private final Mistake mistake;
  private final MemoryState base = new MemoryState();
  private long baseOffset;
  private Decider present;
  private final List<Decider> zombies = new ArrayList<>();
  long now = 1_700_000_000_000L;

  /// A session, or its end.
  record SessionChange(ByteString user, ByteString id, @Nullable SessionRecord session) {}

  Log(Mistake mistake) {
    this.mistake = mistake;
    for (int slot = 0; slot < SLOTS; slot++) {
      deliveries.add(new SimulatedTopic<>());
    }
    present = new Decider();
  }

  void append(Command command, long time) {
    commands.append(command, null, time);
  }

  boolean decide() {
    return present.decide();
  }

  void commit() {
    present.commit();
  }

  /// A transaction without records writes no markers.
  void commit(boolean any) {
    if (any) {
      present.commit();
    }
  }

  /// The transaction is aborted and the same task goes on from the last commit.
  void abort() {
    present.abort();
  }

  /// A paused instance is taken over from: it may go on writing until it commits.
  void takeOver() {
    zombies.add(present);
    present = new Decider();
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

  boolean hasZombies() {
    return !zombies.isEmpty();
  }

  static List<OutputRecord> decide(DeciderTask task, SimulatedTopic.Entry<Command> entry, long at) {
    var command = entry.value();
    if (command == null) {
      throw new IllegalStateException("a marker among commands");
    }
    var key = command.getConversation().toByteArray();
    return task.process(new CommandRecord(0, entry.offset(), at, key, command.toByteArray()));
  }

  static <T> T parse(Parser<T> parser, byte[] value) {
    try {
      return parser.parseFrom(value);
    } catch (InvalidProtocolBufferException ourOwn) {
      throw new IllegalStateException(ourOwn);
    }
  }

  private final class Decider {
    private final MemoryState store = base.copy();
    private DeciderTask task = new DeciderTask(store, 1, 1, "commands");
    private SimulatedTopic.Transaction transaction = new SimulatedTopic.Transaction();
    private long position = baseOffset;

    boolean decide() {
      if (position >= commands.end()) {
        return false;
      }
      var entry = commands.at(position);
      long time = mistake == Mistake.DECIDER_READS_CLOCK ? now : entry.time();
      for (var record : Log.decide(task, entry, time)) {
        if (record.topic() == Topic.EVENTS) {
          events.append(parse(Event.parser(), record.value()), transaction, now);
        } else if (record.topic() == Topic.INBOX) {
          inbox.append(parse(InboxRecord.parser(), record.value()), transaction, now);
        } else if (record.topic() == Topic.NOTICES) {
          notices.append(parse(Notice.parser(), record.value()), transaction, now);
        }
      }
      position++;
      return true;
    }

    void commit() {
      if (this != present && mistake != Mistake.ZOMBIE_NOT_FENCED) {
        end(SimulatedTopic.Transaction.State.ABORTED);
        return;
      }
      end(SimulatedTopic.Transaction.State.COMMITTED);
      base.goBackTo(store);
      baseOffset = position;
    }

    void abort() {
      end(SimulatedTopic.Transaction.State.ABORTED);
      position = baseOffset;
      if (mistake != Mistake.STATE_NOT_ROLLED_BACK) {
        store.goBackTo(base);
      }
      if (mistake != Mistake.WARM_CACHES) {
        task = new DeciderTask(store, 1, 1, "commands");
      }
    }

    private void end(SimulatedTopic.Transaction.State state) {
      transaction.state = state;
      events.append(null, null, now);
      inbox.append(null, null, now);
      notices.append(null, null, now);
      transaction = new SimulatedTopic.Transaction();
    }
  }
}
