package dev.rivulet.fanout.decide;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dev.rivulet.contracts.id.Ids;
import dev.rivulet.contracts.log.ChangeGroup;
import dev.rivulet.contracts.log.Command;
import dev.rivulet.contracts.log.Content;
import dev.rivulet.contracts.log.DeleteMessage;
import dev.rivulet.contracts.log.EditMessage;
import dev.rivulet.contracts.log.Event;
import dev.rivulet.contracts.log.Mute;
import dev.rivulet.contracts.log.Notice;
import dev.rivulet.contracts.log.React;
import dev.rivulet.contracts.log.Target;
import dev.rivulet.contracts.topic.Topic;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.TreeSet;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/// One recorded log, with refusals, duplicates, numbers out of order, unreadable records and two
/// changes of the rule set, gives the same bytes however often it is interrupted.
///
/// `recorded-commands.bin` and the hash of what it leads to are checked in: a change of the code
/// that decides an old log differently fails here. (`-Drivulet.record` writes both anew, which is
/// right only while no such log exists anywhere.)
class ReplayTest {
  private static final Path RECORDED =
      Path.of("src/test/resources/dev/rivulet/fanout/decide/recorded-commands.bin");
  private static final Path EXPECTED =
      Path.of("src/test/resources/dev/rivulet/fanout/decide/recorded-outputs.sha256");

  @Test
  void recordedLogStillLeadsToTheRecordedOutputs() throws IOException {
    if (System.getProperty("rivulet.record") != null) {
      Files.write(RECORDED, serialise(invent(20261124)));
      Files.writeString(EXPECTED, hash(replay(recorded(), new MemoryStateStore())) + "\n");
    }
    assertThat(hash(replay(recorded(), new MemoryStateStore())))
        .isEqualTo(Files.readString(EXPECTED).strip());
  }

  @Test
  void restartAtAnyPositionChangesNothing() {
    var log = recorded();
    var whole = replay(log, new MemoryStateStore());
    var store = new MemoryStateStore();
    var restarted = new ArrayList<byte[]>();
    for (var record : log) {
      // A new task on the same state after every single record.
      restarted.add(bytes(task(store).process(record)));
    }
    assertThat(restarted).containsExactlyElementsOf(whole);
  }

  @Test
  void recordsDeliveredAgainAfterAnAbortGiveTheSameBytes() {
    var log = recorded();
    var whole = replay(log, new MemoryStateStore());
    var random = new Random(7);
    var store = new MemoryStateStore();
    var task = task(store);
    for (int i = 0; i < log.size(); i++) {
      // A transaction of some records that is aborted: the state goes back, the same task goes on.
      int until = Math.min(log.size(), i + 1 + random.nextInt(8));
      var before = store.copy();
      for (int j = i; j < until; j++) {
        assertThat(bytes(task.process(log.get(j)))).isEqualTo(whole.get(j));
      }
      store.entries().clear();
      store.entries().putAll(before.entries());
      task.forgetCopies();
      assertThat(bytes(task.process(log.get(i)))).isEqualTo(whole.get(i));
    }
  }

  @Test
  void stateIsTheSameAfterAnyHistoryOfInterruptions() {
    var log = recorded();
    var straight = new MemoryStateStore();
    replay(log, straight);
    var interrupted = new MemoryStateStore();
    for (var record : log) {
      task(interrupted).process(record);
    }
    assertThat(flat(interrupted)).isEqualTo(flat(straight));
  }

  @Test
  void recordedLogHoldsEveryKindOfDecision() {
    var topics = new TreeSet<String>();
    var refusals = new TreeSet<String>();
    int messages = 0;
    var store = new MemoryStateStore();
    var task = task(store);
    for (var record : recorded()) {
      for (var output : task.process(record)) {
        topics.add(output.topic().shortName());
        if (output.message() instanceof Event event && event.hasMessage()) {
          messages++;
        }
        if (output.message() instanceof Notice notice) {
          refusals.add(notice.hasDuplicate() ? "duplicate" : notice.getRefused().getCode());
        }
      }
    }
    assertThat(messages).isGreaterThan(300);
    assertThat(topics).containsExactly("dead-letters", "events", "inbox", "notices");
    assertThat(refusals)
        .contains(
            "duplicate",
            "gap",
            "renumber",
            "empty",
            "unknown-conversation",
            "not-a-member",
            "not-allowed",
            "no-change");
  }

  private static DeciderTask task(StateStore store) {
    return new DeciderTask(store, 1, Room.USER_PARTITIONS, Room.TOPIC);
  }

  private static List<byte[]> replay(List<CommandRecord> log, MemoryStateStore store) {
    var task = task(store);
    return log.stream().map(record -> bytes(task.process(record))).toList();
  }

  /// Everything that a record led to, as bytes.
  private static byte[] bytes(List<OutputRecord> records) {
    return write(
        out -> {
          for (var record : records) {
            out.writeUTF(record.topic().shortName());
            out.writeInt(record.partition());
            write(out, record.key());
            write(out, record.value());
          }
        });
  }

  private static byte[] flat(MemoryStateStore store) {
    return write(
        out -> {
          for (var entry : store.entries().entrySet()) {
            out.write(entry.getKey());
            out.write(entry.getValue());
          }
        });
  }

  private static String hash(List<byte[]> outputs) {
    try {
      var digest = MessageDigest.getInstance("SHA-256");
      outputs.forEach(digest::update);
      return HexFormat.of().formatHex(digest.digest());
    } catch (NoSuchAlgorithmException everyJdkHasIt) {
      throw new IllegalStateException(everyJdkHasIt);
    }
  }

  /// A log that a seed makes: 12 people, 4 groups, their 1:1s, and clients that lose and repeat.
  private static List<CommandRecord> invent(long seed) {
    var random = new Random(seed);
    var room = new Room();
    var numbers = new int[13][5];
    for (int group = 1; group <= 4; group++) {
      room.put(Room.createGroup(Room.group(group), group, 1, 2, 3, 4));
    }
    for (int i = 0; i < 1_500; i++) {
      int user = 1 + random.nextInt(12);
      int groupNumber = 1 + random.nextInt(4);
      var group = Room.group(groupNumber);
      switch (random.nextInt(20)) {
        case 0 ->
            room.put(Room.createGroup(group, user, 1 + random.nextInt(12), 1 + random.nextInt(12)));
        case 1, 9, 10 -> room.put(Room.add(group, user, "add-" + i, 1 + random.nextInt(12)));
        case 2 -> room.put(Room.remove(group, user, "remove-" + i, 5 + random.nextInt(8)));
        case 3 -> {
          // Some stay, so that there is always somebody who can add.
          if (user > 4) {
            room.put(Room.leave(group, user, "leave-" + i));
          }
        }
        case 4 -> room.put(Room.open(user, 1 + user % 12));
        case 5 -> room.append(new byte[16], ("no command " + i).getBytes(StandardCharsets.UTF_8));
        case 6 ->
            room.put(Room.send(group, user, "m-" + i, 0, random.nextInt(3) == 0 ? "" : "free"));
        case 7 -> room.put(Room.send(group, user, "m-" + i, numbers[user][groupNumber] + 3, "gap"));
        case 8 -> room.put(Room.send(group, user, "m-" + i, 1, "number one again"));
        case 11 -> room.put(change(random, group, user, i));
        default -> {
          int n = ++numbers[user][groupNumber];
          var id = "n-" + user + "-" + groupNumber + "-" + n;
          var outcome = room.put(Room.send(group, user, id, n, "text " + i));
          if (outcome.topics().equals(List.of(Topic.NOTICES))) {
            // The client takes up the count where the decider says, or has no say in this group.
            long next = outcome.notice().getRefused().getNext();
            numbers[user][groupNumber] = next == 0 ? n - 1 : (int) next - 1;
          }
          if (random.nextInt(4) == 0) {
            room.put(Room.send(group, user, id, n, "text " + i));
          }
        }
      }
      if (i == 500 || i == 900) {
        room.put(Room.ruleSet(2));
      }
    }
    return room.log();
  }

  /// Something that rule set 2 brings; under rule set 1 the same bytes are unreadable.
  private static Command change(Random random, UUID group, int user, int i) {
    var target =
        Target.newBuilder()
            .setSeq(1 + random.nextInt(60))
            .setAuthor(Ids.bytes(Room.user(random.nextBoolean() ? user : 1)))
            .setTime(1_700_000_000_000L);
    var command = Room.command(group, user, user, "change-" + i, 0);
    var content = Content.newBuilder().setContent(ByteString.copyFromUtf8("edited " + i));
    var built =
        switch (random.nextInt(5)) {
          case 0 ->
              command.setEditMessage(
                  EditMessage.newBuilder().setTarget(target).setContent(content));
          case 1 -> command.setDeleteMessage(DeleteMessage.newBuilder().setTarget(target));
          case 2 -> command.setReact(React.newBuilder().setTarget(target).setEmoji("+1"));
          case 3 -> command.setChangeGroup(ChangeGroup.newBuilder().setName("name " + i));
          default -> command.setMute(Mute.newBuilder().setMuted(random.nextBoolean()));
        };
    return built.build();
  }

  private static byte[] serialise(List<CommandRecord> log) {
    return write(
        out -> {
          for (var record : log) {
            out.writeLong(record.appendTime());
            write(out, Objects.requireNonNull(record.key()));
            write(out, Objects.requireNonNull(record.value()));
          }
        });
  }

  private static List<CommandRecord> recorded() {
    var log = new ArrayList<CommandRecord>();
    try (var in = new DataInputStream(Files.newInputStream(RECORDED))) {
      var bytes = new DataInputStream(new ByteArrayInputStream(in.readAllBytes()));
      while (bytes.available() > 0) {
        long time = bytes.readLong();
        var key = bytes.readNBytes(bytes.readInt());
        var value = bytes.readNBytes(bytes.readInt());
        log.add(new CommandRecord(0, log.size(), time, key, value));
      }
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
    return log;
  }

  private static void write(DataOutputStream out, byte[] bytes) throws IOException {
    out.writeInt(bytes.length);
    out.write(bytes);
  }

  private interface Body {
    void write(DataOutputStream out) throws IOException;
  }

  private static byte[] write(Body body) {
    var bytes = new ByteArrayOutputStream();
    try (var out = new DataOutputStream(bytes)) {
      body.write(out);
    } catch (IOException neverInMemory) {
      throw new UncheckedIOException(neverInMemory);
    }
    return bytes.toByteArray();
  }
}
