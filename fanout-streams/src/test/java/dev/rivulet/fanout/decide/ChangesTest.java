package dev.rivulet.fanout.decide;

import static dev.rivulet.fanout.decide.Room.command;
import static dev.rivulet.fanout.decide.Room.createGroup;
import static dev.rivulet.fanout.decide.Room.group;
import static dev.rivulet.fanout.decide.Room.leave;
import static dev.rivulet.fanout.decide.Room.open;
import static dev.rivulet.fanout.decide.Room.remove;
import static dev.rivulet.fanout.decide.Room.ruleSet;
import static dev.rivulet.fanout.decide.Room.send;
import static dev.rivulet.fanout.decide.Room.user;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dev.rivulet.contracts.id.Ids;
import dev.rivulet.contracts.log.Block;
import dev.rivulet.contracts.log.ChangeGroup;
import dev.rivulet.contracts.log.ChangeRole;
import dev.rivulet.contracts.log.CloseGroup;
import dev.rivulet.contracts.log.Command;
import dev.rivulet.contracts.log.Content;
import dev.rivulet.contracts.log.DeleteMessage;
import dev.rivulet.contracts.log.EditMessage;
import dev.rivulet.contracts.log.HistoryVisibility;
import dev.rivulet.contracts.log.Mute;
import dev.rivulet.contracts.log.React;
import dev.rivulet.contracts.log.Role;
import dev.rivulet.contracts.log.Target;
import dev.rivulet.contracts.topic.Topic;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What rule set 2 brings: changes of messages, of groups and of what one person sees.
class ChangesTest {
  private static final UUID GROUP = group(1);
  private static final long NOW = 1_800_000_000_000L;
  private final Room room = new Room();
  private int ids;

  @BeforeEach
  void newRules() {
    room.put(ruleSet(2));
    room.at(NOW);
    room.put(createGroup(GROUP, 1, 2, 3));
    room.put(send(GROUP, 2, "m", 1, "teh text"));
  }

  @Test
  void authorEditsHisMessage() {
    var event = room.put(edit(2, 2, 2, NOW, "the text")).event();
    assertThat(event.getSeq()).isEqualTo(3);
    assertThat(event.getCount()).isEqualTo(1);
    assertThat(event.getMessageEdited().getSeq()).isEqualTo(2);
    assertThat(event.getMessageEdited().getContent().getContent().toStringUtf8())
        .isEqualTo("the text");
  }

  @Test
  void nobodyEditsAnotherOnesMessageNorAfterTheWindow() {
    assertThat(room.put(edit(1, 2, 2, NOW, "x")).refusal()).isEqualTo("not-allowed");
    assertThat(room.put(edit(2, 9, 2, NOW, "x")).refusal()).isEqualTo("not-allowed");
    room.at(NOW + Duration.ofHours(25).toMillis());
    assertThat(room.put(edit(2, 2, 2, NOW, "x")).refusal()).isEqualTo("too-late");
  }

  @Test
  void authorAndGroupOwnerDeleteAndOthersDoNot() {
    assertThat(room.put(delete(3, 2, 2)).refusal()).isEqualTo("not-allowed");
    assertThat(room.put(delete(2, 2, 2)).event().getMessageDeleted().getSeq()).isEqualTo(2);
    assertThat(room.put(delete(1, 2, 2)).event().getMessageDeleted().getSeq()).isEqualTo(2);
  }

  @Test
  void memberReactsToWhatHeMaySee() {
    assertThat(room.put(react(3, 2, "👍")).event().getReacted().getEmoji()).isEqualTo("👍");
    assertThat(room.put(react(3, 99, "👍")).refusal()).isEqualTo("not-allowed");
    assertThat(room.put(react(3, 2, "")).refusal()).isEqualTo("empty");
    assertThat(room.put(react(3, 2, "x".repeat(33))).refusal()).isEqualTo("too-large");
  }

  @Test
  void ownerHandsOverBeforeHeLeaves() {
    assertThat(room.put(leave(GROUP, 1, "bye")).refusal()).isEqualTo("last-owner");
    assertThat(room.put(role(1, 1, Role.MEMBER)).refusal()).isEqualTo("last-owner");
    assertThat(room.put(role(2, 3, Role.OWNER)).refusal()).isEqualTo("not-allowed");
    assertThat(room.put(role(1, 2, Role.OWNER)).event().getRoleChanged().getRole())
        .isEqualTo(Role.OWNER);
    assertThat(room.put(leave(GROUP, 1, "bye again")).event().hasMemberLeft()).isTrue();
    assertThat(room.put(leave(GROUP, 2, "me too")).refusal()).isEqualTo("last-owner");
  }

  @Test
  void adminRemovesMembersButNoOwner() {
    room.put(role(1, 2, Role.ADMIN));
    assertThat(room.put(remove(GROUP, 2, "r1", 1)).refusal()).isEqualTo("not-allowed");
    assertThat(room.put(remove(GROUP, 2, "r2", 3)).event().hasMembersRemoved()).isTrue();
  }

  @Test
  void groupIsRenamedByThoseWhoGovernIt() {
    assertThat(room.put(rename(3, "ours")).refusal()).isEqualTo("not-allowed");
    assertThat(room.put(rename(1, "ours")).event().getGroupChanged().getName()).isEqualTo("ours");
    assertThat(room.put(rename(1, "")).refusal()).isEqualTo("empty");
  }

  @Test
  void laterMemberSeesTheStartWhereTheGroupSaysSo() {
    assertThat(room.put(Room.add(GROUP, 1, "a4", 4)).event().getMembersAdded().getVisibleFrom())
        .isZero();
    assertThat(room.put(react(4, 2, "👍")).refusal()).isEqualTo("not-allowed");
    var open = ChangeGroup.newBuilder().setHistory(HistoryVisibility.FROM_THE_START);
    room.put(next(GROUP, 1).setChangeGroup(open).build());
    assertThat(room.put(Room.add(GROUP, 1, "a5", 5)).event().getMembersAdded().getVisibleFrom())
        .isEqualTo(1);
    assertThat(room.put(react(5, 2, "👍")).event().hasReacted()).isTrue();
  }

  @Test
  void historyVisibilityOfALaterReleaseIsRefused() {
    var later = ChangeGroup.newBuilder().setHistoryValue(7);
    assertThat(room.put(next(GROUP, 1).setChangeGroup(later).build()).refusal())
        .isEqualTo("not-allowed");
  }

  @Test
  void closedGroupKeepsSilent() {
    var close = CloseGroup.getDefaultInstance();
    assertThat(room.put(next(GROUP, 2).setCloseGroup(close).build()).refusal())
        .isEqualTo("not-allowed");
    assertThat(room.put(next(GROUP, 1).setCloseGroup(close).build()).event().hasGroupClosed())
        .isTrue();
    assertThat(room.put(send(GROUP, 2, "late", 2, "text")).refusal()).isEqualTo("closed");
    assertThat(room.put(leave(GROUP, 1, "bye")).event().hasMemberLeft()).isTrue();
  }

  @Test
  void muteIsSeenByItsAuthorAlone() {
    var outcome = room.put(next(GROUP, 2).setMute(Mute.newBuilder().setMuted(true)).build());
    assertThat(outcome.recipients()).containsExactly(user(2));
    assertThat(outcome.event().getOnlyFor()).isEqualTo(Ids.bytes(user(2)));
  }

  @Test
  void blockedPersonDoesNotNotice() {
    room.put(open(1, 2));
    var direct = Ids.direct(user(1), user(2));
    var blocked = room.put(next(direct, 1).setBlock(Block.newBuilder().setBlocked(true)).build());
    assertThat(blocked.recipients()).containsExactly(user(1));
    var sent = room.put(send(direct, 2, "hey", 1, "are you there"));
    assertThat(sent.recipients()).containsExactly(user(2));
    assertThat(sent.event().getHiddenFrom()).isEqualTo(Ids.bytes(user(1)));
    assertThat(room.put(send(direct, 1, "no", 1, "text")).refusal()).isEqualTo("blocked");
    room.put(next(direct, 1).setBlock(Block.newBuilder().setBlocked(false)).build());
    var again = room.put(send(direct, 2, "hello", 2, "and now"));
    assertThat(again.recipients()).containsExactlyInAnyOrder(user(1), user(2));
    assertThat(again.event().getHiddenFrom()).isEqualTo(ByteString.EMPTY);
  }

  @Test
  void fromTheThirdRuleSetOnEverybodyIsToldOfWhatIsHiddenFromHim() {
    room.put(ruleSet(3));
    var mute = next(GROUP, 2).setMute(Mute.newBuilder().setMuted(true)).build();
    var muted = room.put(mute);
    assertThat(muted.recipients()).contains(user(1), user(2));
    assertThat(muted.event().getOnlyFor()).isEqualTo(Ids.bytes(user(2)));
    room.put(open(1, 2));
    var direct = Ids.direct(user(1), user(2));
    room.put(next(direct, 1).setBlock(Block.newBuilder().setBlocked(true)).build());
    var sent = room.put(send(direct, 2, "hey", 1, "are you there"));
    assertThat(sent.recipients()).containsExactlyInAnyOrder(user(1), user(2));
    assertThat(sent.event().getHiddenFrom()).isEqualTo(Ids.bytes(user(1)));
  }

  @Test
  void kindsOfALaterRuleSetAreUnreadableBeforeIt() {
    var early = new Room();
    early.put(createGroup(GROUP, 1, 2));
    early.put(send(GROUP, 1, "m", 1, "text"));
    assertThat(early.put(edit(1, 1, 2, 0, "x")).topics()).containsExactly(Topic.DEAD_LETTERS);
  }

  private Command.Builder next(UUID conversation, int user) {
    return command(conversation, user, user, "change-" + ids++, 0);
  }

  private Command edit(int user, int author, long seq, long time, String text) {
    var content = Content.newBuilder().setContent(ByteString.copyFromUtf8(text));
    var edit = EditMessage.newBuilder().setTarget(target(author, seq, time)).setContent(content);
    return next(GROUP, user).setEditMessage(edit).build();
  }

  private Command delete(int user, int author, long seq) {
    var delete = DeleteMessage.newBuilder().setTarget(target(author, seq, NOW));
    return next(GROUP, user).setDeleteMessage(delete).build();
  }

  private Command react(int user, long seq, String emoji) {
    var react = React.newBuilder().setTarget(target(2, seq, NOW)).setEmoji(emoji);
    return next(GROUP, user).setReact(react).build();
  }

  private Command role(int user, int subject, Role role) {
    var change = ChangeRole.newBuilder().setUser(Ids.bytes(user(subject))).setRole(role);
    return next(GROUP, user).setChangeRole(change).build();
  }

  private Command rename(int user, String name) {
    return next(GROUP, user).setChangeGroup(ChangeGroup.newBuilder().setName(name)).build();
  }

  private static Target target(int author, long seq, long time) {
    return Target.newBuilder().setSeq(seq).setAuthor(Ids.bytes(user(author))).setTime(time).build();
  }
}
