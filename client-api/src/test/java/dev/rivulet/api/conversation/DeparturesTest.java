package dev.rivulet.api.conversation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rivulet.api.history.MemberRole;
import dev.rivulet.api.history.MemoryHistoryStore;
import dev.rivulet.api.log.MemoryCommandLog;
import dev.rivulet.api.token.Caller;
import dev.rivulet.contracts.id.Ids;
import dev.rivulet.contracts.log.Command;
import dev.rivulet.contracts.log.Event;
import dev.rivulet.contracts.log.MessageDeleted;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class DeparturesTest {
  private final UUID ann = UUID.randomUUID();
  private final UUID bob = UUID.randomUUID();
  private final UUID cy = UUID.randomUUID();
  private final MemoryPlaceStore places = new MemoryPlaceStore();
  private final MemoryHistoryStore history = new MemoryHistoryStore();
  private final MemoryCommandLog log = new MemoryCommandLog();
  private final Departures departures = new Departures(places, history, log, "test");
  private final Caller leaving = new Caller(ann, UUID.randomUUID());

  private UUID group(UUID owner, UUID... members) {
    UUID group = UUID.randomUUID();
    history.create(group, "group", owner, members);
    places.places.add(new Place(group, 1, 0));
    return group;
  }

  private List<Command.BodyCase> bodies() {
    return log.commands().stream().map(Command::getBodyCase).toList();
  }

  @Test
  void everyMessageOfOnesOwnIsDeletedOnce() {
    UUID group = group(bob, ann);
    for (int i = 0; i < 150; i++) {
      history.message(group, i % 3 == 0 ? bob : ann, "text");
    }
    history.happen(
        group,
        ann,
        Event.newBuilder().setMessageDeleted(MessageDeleted.newBuilder().setSeq(3).build()));
    history.setSliceMax(7);
    departures.leaveAll(leaving);
    List<Long> deleted =
        log.commands().stream()
            .filter(Command::hasDeleteMessage)
            .map(command -> command.getDeleteMessage().getTarget().getSeq())
            .toList();
    assertThat(deleted).hasSize(99).isSorted().doesNotHaveDuplicates().doesNotContain(2L, 3L);
    assertThat(log.commands())
        .extracting(Command::getClientMessageId)
        .contains("erase-4", "erase-leave");
    assertThat(log.commands())
        .allMatch(command -> Ids.uuid(command.getActor().getUser()).equals(ann));
    assertThat(bodies().getLast()).isEqualTo(Command.BodyCase.LEAVE_GROUP);
  }

  @Test
  void aGroupsLastOwnerHandsItOver() {
    UUID group = group(ann, bob, cy);
    history.role(group, cy, 2, MemberRole.ADMIN);
    departures.leaveAll(leaving);
    assertThat(bodies())
        .containsExactly(Command.BodyCase.CHANGE_ROLE, Command.BodyCase.LEAVE_GROUP);
    assertThat(Ids.uuid(log.commands().getFirst().getChangeRole().getUser())).isEqualTo(cy);
  }

  @Test
  void aGroupWithoutAnybodyElseIsClosed() {
    UUID group = group(ann, bob);
    history.remove(group, ann, bob);
    departures.leaveAll(leaving);
    assertThat(bodies())
        .containsExactly(Command.BodyCase.CLOSE_GROUP, Command.BodyCase.LEAVE_GROUP);
  }

  @Test
  void aDirectConversationStaysAndABlockEnds() {
    UUID direct = Ids.direct(ann, bob);
    history.open(direct, ann, bob);
    history.message(direct, ann, "text");
    history.message(direct, bob, "text");
    places.places.add(new Place(direct, 1, 0, MemberRole.MEMBER, false, true));
    departures.leaveAll(leaving);
    assertThat(bodies()).containsExactly(Command.BodyCase.BLOCK, Command.BodyCase.DELETE_MESSAGE);
    assertThat(log.commands().getFirst().getBlock().getBlocked()).isFalse();
  }

  @Test
  void whereOneIsNoMemberNothingIsSaid() {
    UUID group = group(bob, ann);
    history.message(group, ann, "text");
    places.places.clear();
    places.places.add(new Place(group, 1, 3));
    departures.leaveAll(leaving);
    assertThat(log.commands()).isEmpty();
  }
}
