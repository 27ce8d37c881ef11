package dev.rivulet.fanout.decide;

import static dev.rivulet.fanout.decide.Room.add;
import static dev.rivulet.fanout.decide.Room.command;
import static dev.rivulet.fanout.decide.Room.createGroup;
import static dev.rivulet.fanout.decide.Room.leave;
import static dev.rivulet.fanout.decide.Room.remove;
import static dev.rivulet.fanout.decide.Room.ruleSet;
import static dev.rivulet.fanout.decide.Room.send;
import static dev.rivulet.fanout.decide.Room.user;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dev.rivulet.contracts.id.Ids;
import dev.rivulet.contracts.log.BigMember;
import dev.rivulet.contracts.log.ChangeGroup;
import dev.rivulet.contracts.log.HistoryVisibility;
import dev.rivulet.contracts.log.InboxRecord;
import dev.rivulet.contracts.log.MemberInterval;
import dev.rivulet.contracts.log.Mute;
import dev.rivulet.contracts.topic.MemberSpans;
import dev.rivulet.contracts.topic.Partitions;
import dev.rivulet.contracts.topic.Topic;
import dev.rivulet.fanout.decide.Room.Outcome;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.function.BiConsumer;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Conversations of more than 256 members: inbox records without a list of recipients, and
/// `big-members`.
class BigGroupTest {
  private static final UUID GROUP = Room.group(1);
  private final Room room = new Room();

  @BeforeEach
  void rules() {
    room.put(ruleSet(2));
  }

  @Test
  void groupBecomesBigByTheEventAtIts257thMember() {
    room.put(createGroup(GROUP, 1, range(2, 256)));
    var small = room.put(send(GROUP, 1, "a", 1, "text"));
    assertThat(small.recipients()).hasSize(256);
    assertThat(small.topics()).doesNotContain(Topic.BIG_MEMBERS);

    var became = room.put(add(GROUP, 1, "add", 300));

    assertThat(became.event().getBig()).isTrue();
    assertThat(became.recipients()).hasSize(257);
    assertThat(inboxes(became)).allMatch(InboxRecord::getByMembership);
    assertThat(members(became)).hasSize(257);
    assertThat(member(became, 300).getIntervalsList()).containsExactly(interval(3, 3, 0));
    assertThat(member(became, 7).getIntervalsList()).containsExactly(interval(1, 1, 0));
  }

  @Test
  void messageNamesNobodyAndIsOneRecordForEachPartitionWithAMember() {
    room.put(createGroup(GROUP, 1, range(2, 300)));

    var sent = room.put(send(GROUP, 1, "a", 1, "text"));

    assertThat(sent.recipients()).isEmpty();
    assertThat(inboxes(sent)).hasSize(Room.USER_PARTITIONS).allMatch(InboxRecord::getByMembership);
    assertThat(sent.topics()).doesNotContain(Topic.BIG_MEMBERS);
  }

  @Test
  void partitionWithoutAMemberGetsNothing() {
    var inPartition0 =
        IntStream.range(2, 3_000).filter(number -> partition(number) == 0).limit(300).toArray();
    int owner = IntStream.range(3_000, 4_000).filter(n -> partition(n) == 0).findFirst().orElse(0);
    int other = IntStream.range(3_000, 4_000).filter(n -> partition(n) == 2).findFirst().orElse(0);
    room.put(createGroup(GROUP, owner, inPartition0));
    assertThat(partitions(room.put(send(GROUP, owner, "a", 1, "x")))).containsExactly(0);

    assertThat(partitions(room.put(add(GROUP, owner, "add", other)))).containsExactly(0, 2);
    assertThat(partitions(room.put(send(GROUP, owner, "b", 2, "x")))).containsExactly(0, 2);
    // Who is removed learns it.
    assertThat(partitions(room.put(remove(GROUP, owner, "remove", other)))).containsExactly(0, 2);
    assertThat(partitions(room.put(send(GROUP, owner, "c", 3, "x")))).containsExactly(0);
  }

  @Test
  void afterwardsOnlyChangesAreToldOf() {
    room.put(createGroup(GROUP, 1, range(2, 300)));

    var removed = room.put(remove(GROUP, 1, "remove", 5, 6));
    assertThat(removed.recipients()).containsExactlyInAnyOrder(user(5), user(6));
    assertThat(inboxes(removed)).hasSize(Room.USER_PARTITIONS);
    assertThat(members(removed)).containsOnlyKeys(user(5), user(6));
    assertThat(member(removed, 5).getSeq()).isEqualTo(2);
    assertThat(member(removed, 5).getIntervalsList()).containsExactly(interval(1, 1, 3));

    room.put(send(GROUP, 1, "a", 1, "text"));
    var again = room.put(add(GROUP, 1, "again", 5));
    assertThat(again.recipients()).containsExactly(user(5));
    var spans = MemberSpans.of(member(again, 5).getIntervalsList());
    assertThat(spans.contains(2)).isTrue();
    assertThat(spans.contains(3)).isFalse();
    assertThat(spans.contains(4)).isTrue();

    var left = room.put(leave(GROUP, 9, "bye"));
    assertThat(left.recipients()).containsExactly(user(9));
    assertThat(members(left)).containsOnlyKeys(user(9));
  }

  @Test
  void historyFromTheStartIsVisibleFromTheStart() {
    room.put(createGroup(GROUP, 1, range(2, 300)));
    var change = ChangeGroup.newBuilder().setHistory(HistoryVisibility.FROM_THE_START);
    room.put(command(GROUP, 1, 1, "history", 0).setChangeGroup(change).build());

    var added = room.put(add(GROUP, 1, "add", 400));

    assertThat(member(added, 400).getIntervalsList()).containsExactly(interval(1, 3, 0));
  }

  @Test
  void groupThatShrinksStaysBig() {
    room.put(createGroup(GROUP, 1, range(2, 300)));
    room.put(remove(GROUP, 1, "remove", range(3, 300)));

    var sent = room.put(send(GROUP, 1, "a", 1, "text"));

    assertThat(sent.event().getMembers()).isEqualTo(2);
    assertThat(sent.recipients()).isEmpty();
    var whereTheTwoAre = List.of(partition(1), partition(2)).stream().distinct().sorted().toList();
    assertThat(partitions(sent)).containsExactlyElementsOf(whereTheTwoAre);
  }

  @Test
  void whatOnePersonAloneSeesNamesHim() {
    room.put(createGroup(GROUP, 1, range(2, 300)));
    var mute = Mute.newBuilder().setMuted(true);

    var muted = room.put(command(GROUP, 7, 7, "mute", 0).setMute(mute).build());

    assertThat(muted.recipients()).containsExactly(user(7));
    assertThat(inboxes(muted)).noneMatch(InboxRecord::getByMembership);
  }

  @Test
  void fromTheThirdRuleSetOnWhatOnePersonAloneSeesTakesItsPlaceForAll() {
    room.put(createGroup(GROUP, 1, range(2, 300)));
    room.put(ruleSet(3));
    var mute = Mute.newBuilder().setMuted(true);

    var muted = room.put(command(GROUP, 7, 7, "mute", 0).setMute(mute).build());

    assertThat(muted.recipients()).isEmpty();
    assertThat(inboxes(muted)).hasSize(Room.USER_PARTITIONS).allMatch(InboxRecord::getByMembership);
    assertThat(muted.topics()).doesNotContain(Topic.BIG_MEMBERS);
  }

  @Test
  void groupThatWasBigBeforeTheRuleSetTellsOfItsMembersAtTheNextEvent() {
    var older = new Room();
    older.put(createGroup(GROUP, 1, range(2, 300)));
    var named = older.put(send(GROUP, 1, "a", 1, "text"));
    assertThat(named.recipients()).hasSize(300);
    assertThat(named.topics()).doesNotContain(Topic.BIG_MEMBERS);
    older.put(ruleSet(2));
    older.put(command(GROUP, 7, 7, "m", 0).setMute(Mute.newBuilder().setMuted(true)).build());

    var first = older.put(remove(GROUP, 1, "remove", 5));
    assertThat(first.recipients()).hasSize(300);
    assertThat(members(first)).hasSize(300);
    assertThat(member(first, 5).getIntervalsList()).containsExactly(interval(1, 1, 5));
    assertThat(older.put(send(GROUP, 1, "b", 2, "text")).recipients()).isEmpty();
  }

  @Test
  void messageReadsNoneOfTheMembers() {
    room.put(createGroup(GROUP, 1, range(2, 300)));
    var scans = new ArrayList<byte[]>();
    var task = task(new Scanned(room.store, scans));
    var text = send(GROUP, 1, "a", 1, "text");
    var record =
        new CommandRecord(
            0, room.log().size(), 1, text.getConversation().toByteArray(), text.toByteArray());

    assertThat(task.process(record)).hasSize(1 + Room.USER_PARTITIONS);

    assertThat(scans).isEmpty();
  }

  @Test
  void interruptedAnywhereItGivesTheSameBytes() {
    room.put(createGroup(GROUP, 1, range(2, 250)));
    room.put(add(GROUP, 1, "add", range(251, 300)));
    room.put(send(GROUP, 1, "a", 1, "text"));
    room.put(remove(GROUP, 1, "remove", range(20, 90)));
    room.put(add(GROUP, 1, "again", range(50, 95)));
    room.put(send(GROUP, 1, "b", 2, "text"));
    var straight = new MemoryStateStore();
    var one = task(straight);
    var interrupted = new MemoryStateStore();
    for (var record : room.log()) {
      assertThat(values(task(interrupted).process(record))).isEqualTo(values(one.process(record)));
    }
  }

  private static DeciderTask task(StateStore store) {
    return new DeciderTask(store, 1, Room.USER_PARTITIONS, Room.TOPIC);
  }

  private static List<ByteString> values(List<OutputRecord> records) {
    return records.stream().map(record -> ByteString.copyFrom(record.value())).toList();
  }

  private record Scanned(StateStore store, List<byte[]> scans) implements StateStore {
    @Override
    public byte @Nullable [] get(byte[] key) {
      return store.get(key);
    }

    @Override
    public void scan(byte[] prefix, BiConsumer<byte[], byte[]> visitor) {
      scans.add(prefix);
      store.scan(prefix, visitor);
    }

    @Override
    public void put(byte[] key, byte @Nullable [] value) {
      store.put(key, value);
    }
  }

  private static List<Integer> partitions(Outcome outcome) {
    return outcome.records().stream()
        .filter(record -> record.topic() == Topic.INBOX)
        .map(OutputRecord::partition)
        .toList();
  }

  private static List<InboxRecord> inboxes(Outcome outcome) {
    return outcome.records().stream()
        .filter(record -> record.topic() == Topic.INBOX)
        .map(record -> (InboxRecord) record.message())
        .toList();
  }

  private static Map<UUID, BigMember> members(Outcome outcome) {
    var members = new HashMap<UUID, BigMember>();
    for (var record : outcome.records()) {
      if (record.topic() == Topic.BIG_MEMBERS) {
        var member = (BigMember) record.message();
        var key = ByteString.copyFrom(record.key());
        assertThat(key).isEqualTo(member.getConversation().concat(member.getUser()));
        assertThat(record.partition())
            .isEqualTo(Partitions.of(member.getUser(), Room.USER_PARTITIONS));
        members.put(Ids.uuid(member.getUser()), member);
      }
    }
    return members;
  }

  private static BigMember member(Outcome outcome, int user) {
    return Objects.requireNonNull(members(outcome).get(user(user)));
  }

  private static int partition(int user) {
    return Partitions.of(user(user), Room.USER_PARTITIONS);
  }

  private static int[] range(int first, int last) {
    return IntStream.rangeClosed(first, last).toArray();
  }

  private static MemberInterval interval(long visibleFrom, long joined, long left) {
    return MemberInterval.newBuilder()
        .setVisibleFrom(visibleFrom)
        .setJoined(joined)
        .setLeft(left)
        .build();
  }
}
