package dev.rivulet.fanout.decide;

import static dev.rivulet.fanout.decide.Room.add;
import static dev.rivulet.fanout.decide.Room.command;
import static dev.rivulet.fanout.decide.Room.createGroup;
import static dev.rivulet.fanout.decide.Room.device;
import static dev.rivulet.fanout.decide.Room.group;
import static dev.rivulet.fanout.decide.Room.leave;
import static dev.rivulet.fanout.decide.Room.open;
import static dev.rivulet.fanout.decide.Room.remove;
import static dev.rivulet.fanout.decide.Room.ruleSet;
import static dev.rivulet.fanout.decide.Room.send;
import static dev.rivulet.fanout.decide.Room.user;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import dev.rivulet.contracts.Bounds;
import dev.rivulet.contracts.id.Ids;
import dev.rivulet.contracts.log.Content;
import dev.rivulet.contracts.log.SendMessage;
import dev.rivulet.contracts.topic.Topic;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class DeciderTest {
  private static final UUID GROUP = group(1);
  private final Room room = new Room();

  @Test
  void seqIsDenseOverMessagesAndSystemItemsAndCountCountsMessagesAlone() {
    assertThat(room.put(createGroup(GROUP, 1, 2, 3)).event().getSeq()).isEqualTo(1);
    assertThat(room.put(send(GROUP, 1, "a", 1, "hello")).event().getSeq()).isEqualTo(2);
    assertThat(room.put(add(GROUP, 1, "add", 4)).event().getSeq()).isEqualTo(3);
    var event = room.put(send(GROUP, 2, "b", 1, "hi")).event();
    assertThat(event.getSeq()).isEqualTo(4);
    assertThat(event.getCount()).isEqualTo(2);
  }

  @Test
  void everyMemberIsARecipientOnceTheSenderToo() {
    room.put(createGroup(GROUP, 1, 2, 3, 3, 1));
    assertThat(room.put(send(GROUP, 1, "a", 1, "hello")).recipients())
        .containsExactlyInAnyOrder(user(1), user(2), user(3));
  }

  @Test
  void atMostOneInboxRecordPerInboxPartition() {
    var others = new int[99];
    for (int i = 0; i < others.length; i++) {
      others[i] = i + 2;
    }
    room.put(createGroup(GROUP, 1, others));
    var outcome = room.put(send(GROUP, 1, "a", 1, "hello"));
    assertThat(outcome.recipients()).hasSize(100);
    assertThat(outcome.topics().stream().filter(topic -> topic == Topic.INBOX))
        .hasSize(Room.USER_PARTITIONS);
  }

  @Test
  void timeNeverGoesBack() {
    room.at(5_000);
    room.put(createGroup(GROUP, 1, 2));
    room.at(4_000);
    assertThat(room.put(send(GROUP, 1, "a", 1, "hello")).event().getTime()).isEqualTo(5_000);
  }

  @Test
  void repeatedIdIsADuplicateOfTheFirst() {
    room.put(createGroup(GROUP, 1, 2));
    room.put(send(GROUP, 1, "a", 1, "hello"));
    var again = room.put(send(GROUP, 1, "a", 1, "hello"));
    assertThat(again.notice().getDuplicate().getSeq()).isEqualTo(2);
    assertThat(room.put(send(GROUP, 1, "b", 2, "next")).event().getSeq()).isEqualTo(3);
  }

  @Test
  void reSentMessageNeverComesAfterItsSuccessor() {
    room.put(createGroup(GROUP, 1, 2));
    assertThat(room.put(send(GROUP, 1, "m2", 2, "two")).refusal()).isEqualTo("gap 1");
    room.put(send(GROUP, 1, "m1", 1, "one"));
    room.put(send(GROUP, 1, "m2", 2, "two"));
    assertThat(room.put(send(GROUP, 1, "m1", 1, "one")).notice().getDuplicate().getSeq())
        .isEqualTo(2);
  }

  @Test
  void usedNumberUnderAnotherIdIsNumberedAgain() {
    room.put(createGroup(GROUP, 1, 2));
    room.put(send(GROUP, 1, "a", 1, "one"));
    assertThat(room.put(send(GROUP, 1, "z", 1, "other")).refusal()).isEqualTo("renumber 2");
    assertThat(room.put(send(GROUP, 1, "z", 2, "other")).event().getSeq()).isEqualTo(3);
  }

  @Test
  void knownIdUnderTheNextNumberUsesItUp() {
    room.put(createGroup(GROUP, 1, 2));
    room.put(send(GROUP, 1, "a", 1, "one"));
    assertThat(room.put(send(GROUP, 1, "a", 2, "one")).notice().getDuplicate().getSeq())
        .isEqualTo(2);
    assertThat(room.put(send(GROUP, 1, "b", 3, "two")).event().getSeq()).isEqualTo(3);
  }

  @Test
  void numbersHoldForEverAndIdsAmongTheLast256() {
    room.put(createGroup(GROUP, 1, 2));
    for (int n = 1; n <= Bounds.OUTCOMES_KEPT + 1; n++) {
      room.put(send(GROUP, 1, "id-" + n, n, "text"));
    }
    int last = Bounds.OUTCOMES_KEPT + 1;
    assertThat(room.put(send(GROUP, 1, "id-2", 2, "text")).notice().getDuplicate().getSeq())
        .isEqualTo(3);
    assertThat(room.put(send(GROUP, 1, "id-1", 1, "text")).refusal())
        .isEqualTo("renumber " + (last + 1));
  }

  @Test
  void stateOfADeviceIsBounded() {
    room.put(createGroup(GROUP, 1, 2));
    for (int n = 1; n <= 300; n++) {
      room.put(send(GROUP, 1, "id-" + n, n, "text"));
    }
    int entries = room.store.entries().size();
    for (int n = 301; n <= 900; n++) {
      room.put(send(GROUP, 1, "id-" + n, n, "text"));
    }
    assertThat(room.store.entries()).hasSize(entries);
  }

  @Test
  void refusalUsesUpItsNumberAndIsRemembered() {
    room.put(createGroup(GROUP, 1, 2));
    assertThat(room.put(send(GROUP, 1, "a", 1, "")).refusal()).isEqualTo("empty");
    assertThat(room.put(send(GROUP, 1, "a", 1, "")).refusal()).isEqualTo("empty");
    assertThat(room.put(send(GROUP, 1, "b", 2, "text")).event().getSeq()).isEqualTo(2);
  }

  @Test
  void outsiderLearnsNothingAndLeavesNoTrace() {
    room.put(createGroup(GROUP, 1, 2));
    int entries = room.store.entries().size();
    var foreign = room.put(send(GROUP, 9, "a", 5, "text"));
    var missing = room.put(send(group(2), 9, "a", 5, "text"));
    assertThat(foreign.refusal()).isEqualTo("unknown-conversation");
    assertThat(missing.refusal()).isEqualTo("unknown-conversation");
    assertThat(room.store.entries()).hasSize(entries);
  }

  @Test
  void removedMemberSeesTheRemovalAndNothingAfterIt() {
    room.put(createGroup(GROUP, 1, 2, 3));
    assertThat(room.put(remove(GROUP, 1, "r", 2)).recipients()).contains(user(2));
    assertThat(room.put(send(GROUP, 1, "a", 1, "text")).recipients())
        .containsExactlyInAnyOrder(user(1), user(3));
    assertThat(room.put(send(GROUP, 2, "b", 1, "text")).refusal()).isEqualTo("not-a-member");
  }

  @Test
  void memberWhoLeftCanBeAddedAgain() {
    room.put(createGroup(GROUP, 1, 2));
    room.put(leave(GROUP, 2, "bye"));
    assertThat(room.put(add(GROUP, 1, "back", 2)).recipients())
        .containsExactlyInAnyOrder(user(1), user(2));
    assertThat(room.put(send(GROUP, 2, "a", 1, "text")).recipients())
        .containsExactlyInAnyOrder(user(1), user(2));
  }

  @Test
  void onlyTheOwnerRemovesOthers() {
    room.put(createGroup(GROUP, 1, 2, 3));
    assertThat(room.put(remove(GROUP, 2, "r", 3)).refusal()).isEqualTo("not-allowed");
  }

  @Test
  void changeThatChangesNothingIsRefused() {
    room.put(createGroup(GROUP, 1, 2));
    assertThat(room.put(add(GROUP, 1, "add", 2)).refusal()).isEqualTo("no-change");
    assertThat(room.put(remove(GROUP, 1, "remove", 7)).refusal()).isEqualTo("no-change");
  }

  @Test
  void directConversationIsOpenedOnceByEither() {
    var first = room.put(open(1, 2));
    assertThat(first.event().getDirectOpened().getMembersList())
        .containsExactly(Ids.bytes(user(1)), Ids.bytes(user(2)));
    assertThat(room.put(open(2, 1)).notice().getDuplicate().getSeq()).isEqualTo(1);
    var direct = Ids.direct(user(1), user(2));
    assertThat(room.put(leave(direct, 1, "bye")).refusal()).isEqualTo("wrong-kind");
    assertThat(room.put(send(direct, 2, "a", 1, "text")).recipients())
        .containsExactlyInAnyOrder(user(1), user(2));
  }

  @Test
  void nobodyOpensADirectConversationOfOthersOrUnderAnotherId() {
    var foreign = open(1, 2).toBuilder();
    foreign.getActorBuilder().setUser(Ids.bytes(user(3)));
    assertThat(room.put(foreign.build()).topics()).containsExactly(Topic.DEAD_LETTERS);
    var renamed = open(1, 2).toBuilder().setConversation(Ids.bytes(GROUP));
    assertThat(room.put(renamed.build()).topics()).containsExactly(Topic.DEAD_LETTERS);
    var group = createGroup(Ids.direct(user(1), user(2)), 1, 2);
    assertThat(room.put(group).topics()).containsExactly(Topic.DEAD_LETTERS);
  }

  @Test
  void secondCreationUnderTheSameIdIsRefused() {
    room.put(createGroup(GROUP, 1, 2));
    var again = createGroup(GROUP, 1, 3).toBuilder().setClientMessageId("again").build();
    assertThat(room.put(again).refusal()).isEqualTo("already-exists");
    var stranger = createGroup(GROUP, 9, 3);
    assertThat(room.put(stranger).refusal()).isEqualTo("unknown-conversation");
  }

  @Test
  void largeContentIsRefused() {
    room.put(createGroup(GROUP, 1, 2));
    var text = "x".repeat(Bounds.CONTENT_BYTES_MAX + 1);
    assertThat(room.put(send(GROUP, 1, "a", 1, text)).refusal()).isEqualTo("too-large");
    var most = "x".repeat(Bounds.CONTENT_BYTES_MAX);
    assertThat(room.put(send(GROUP, 1, "b", 2, most)).event().getSeq()).isEqualTo(2);
  }

  @Test
  void replyNamesASeqThatTheSenderMaySee() {
    room.put(createGroup(GROUP, 1, 2));
    room.put(send(GROUP, 1, "a", 1, "text"));
    room.put(add(GROUP, 1, "add", 3));
    assertThat(room.put(reply(3, "r1", 1, 2)).refusal()).isEqualTo("not-allowed");
    assertThat(room.put(reply(1, "r2", 2, 99)).refusal()).isEqualTo("not-allowed");
    assertThat(room.put(reply(1, "r3", 3, 2)).event().getMessage().getReplyTo()).isEqualTo(2);
  }

  private static dev.rivulet.contracts.log.Command reply(int user, String id, long n, long seq) {
    var content = Content.newBuilder().setContent(ByteString.copyFromUtf8("re")).setReplyTo(seq);
    return command(GROUP, user, user, id, n)
        .setSendMessage(SendMessage.newBuilder().setContent(content))
        .build();
  }

  @Test
  void groupOf257IsBigAndStaysBig() {
    var others = new int[256];
    for (int i = 0; i < others.length; i++) {
      others[i] = i + 2;
    }
    assertThat(room.put(createGroup(GROUP, 1, others)).event().getBig()).isTrue();
    assertThat(room.put(leave(GROUP, 5, "bye")).event().getBig()).isTrue();
  }

  @Test
  void bytesThatAreNoCommandBecomeADeadLetterAndTheLogGoesOn() {
    assertThat(room.append(new byte[16], new byte[] {1, 2, 3}).topics())
        .containsExactly(Topic.DEAD_LETTERS);
    assertThat(room.append(new byte[16], send(GROUP, 1, "a", 1, "x").toByteArray()).topics())
        .containsExactly(Topic.DEAD_LETTERS);
    assertThat(room.put(createGroup(GROUP, 1, 2)).event().getSeq()).isEqualTo(1);
  }

  @Test
  void anyOffsetButTheNextStopsTheTask() {
    room.put(createGroup(GROUP, 1, 2));
    var skipped = new CommandRecord(0, 7, 0, new byte[16], new byte[0]);
    assertThatThrownBy(() -> room.task.process(skipped))
        .isInstanceOf(OffsetException.class)
        .hasMessageContaining("expects offset 1 next, the log gives 7");
  }

  @Test
  void rulesAreRaisedByTheLogAndNeverLowered() {
    room.put(createGroup(GROUP, 1, 2));
    assertThat(room.put(send(GROUP, 1, "a", 1, "x")).event().getMembers()).isZero();
    room.put(ruleSet(2));
    assertThat(room.put(send(GROUP, 1, "b", 2, "x")).event().getMembers()).isEqualTo(2);
    room.put(ruleSet(1));
    assertThat(room.put(send(GROUP, 1, "c", 3, "x")).event().getRules()).isEqualTo(2);
  }

  @Test
  void unknownRulesStopTheTask() {
    assertThatThrownBy(() -> room.put(ruleSet(99))).isInstanceOf(UnknownRulesException.class);
  }

  @Test
  void anotherDeviceOfTheSameUserHasItsOwnNumbers() {
    room.put(createGroup(GROUP, 1, 2));
    room.put(send(GROUP, 1, "a", 1, "x"));
    var other = send(GROUP, 1, "a", 1, "x").toBuilder();
    other.getActorBuilder().setDevice(Ids.bytes(device(77)));
    assertThat(room.put(other.build()).event().getSeq()).isEqualTo(3);
  }
}
