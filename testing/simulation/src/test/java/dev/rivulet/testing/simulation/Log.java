package dev.rivulet.testing.simulation;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Parser;
import dev.rivulet.contracts.log.BigMember;
import dev.rivulet.contracts.log.Command;
import dev.rivulet.contracts.log.Delivery;
import dev.rivulet.contracts.log.Event;
import dev.rivulet.contracts.log.InboxRecord;
import dev.rivulet.contracts.log.Notice;
import dev.rivulet.contracts.log.Receipt;
import dev.rivulet.contracts.log.ReceiptStatus;
import dev.rivulet.contracts.log.SessionRecord;
import dev.rivulet.contracts.topic.Partitions;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The topics by partition, and those who decide.
final class Log {
  static final int SLOTS = 3;

  /// Of conversations, and of users.
  static final int PARTITIONS = 2;

  final List<SimulatedTopic<Command>> commands = SimulatedTopic.partitions(PARTITIONS);
  final List<SimulatedTopic<Event>> events = SimulatedTopic.partitions(PARTITIONS);
  final List<SimulatedTopic<InboxRecord>> inbox = SimulatedTopic.partitions(PARTITIONS);
  final List<SimulatedTopic<BigMember>> bigMembers = SimulatedTopic.partitions(PARTITIONS);
  final List<SimulatedTopic<SessionChange>> sessions = SimulatedTopic.partitions(PARTITIONS);
  final List<SimulatedTopic<Notice>> notices = SimulatedTopic.partitions(PARTITIONS);
  final List<SimulatedTopic<Delivery>> deliveries = SimulatedTopic.partitions(SLOTS);
  final SimulatedTopic<Receipt> receipts = new SimulatedTopic<>();
  final SimulatedTopic<ReceiptStatus> statuses = new SimulatedTopic<>();

  /// By partition of `commands`.
  final List<Deciding> deciding = new ArrayList<>();

  long now = 1_700_000_000_000L;

  /// A session, or its end.
  record SessionChange(ByteString user, ByteString id, @Nullable SessionRecord session) {}

  Log(Mistake mistake) {
    for (int partition = 0; partition < PARTITIONS; partition++) {
      deciding.add(new Deciding(this, mistake, partition));
    }
  }

  static int partition(ByteString id) {
    return Partitions.of(id, PARTITIONS);
  }

  void append(Command command, long time) {
    commands.get(partition(command.getConversation())).append(command, null, time);
  }

  void tell(Notice notice) {
    notices.get(partition(notice.getUser())).append(notice, null, now);
  }

  void announce(SessionChange change) {
    sessions.get(partition(change.user())).append(change, null, now);
  }

  /// Everything under way is decided by the newest version, and no old instance writes any more.
  void settle() {
    for (var one : deciding) {
      one.commit();
      one.endZombies();
      one.deploy();
    }
  }

  static <T> T parse(Parser<T> parser, byte[] value) {
    try {
      return parser.parseFrom(value);
    } catch (InvalidProtocolBufferException ourOwn) {
      throw new IllegalStateException(ourOwn);
    }
  }
}
