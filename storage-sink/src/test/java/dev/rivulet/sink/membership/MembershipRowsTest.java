package dev.rivulet.sink.membership;

import static dev.rivulet.sink.TestEvents.ANN;
import static dev.rivulet.sink.TestEvents.BOB;
import static dev.rivulet.sink.TestEvents.CONVERSATION;
import static dev.rivulet.sink.TestEvents.CY;
import static dev.rivulet.sink.TestEvents.added;
import static dev.rivulet.sink.TestEvents.blocked;
import static dev.rivulet.sink.TestEvents.created;
import static dev.rivulet.sink.TestEvents.directOpened;
import static dev.rivulet.sink.TestEvents.left;
import static dev.rivulet.sink.TestEvents.message;
import static dev.rivulet.sink.TestEvents.muted;
import static dev.rivulet.sink.TestEvents.removed;
import static dev.rivulet.sink.TestEvents.role;
import static dev.rivulet.sink.membership.MembershipRows.ADMIN;
import static dev.rivulet.sink.membership.MembershipRows.JOINED;
import static dev.rivulet.sink.membership.MembershipRows.LEFT;
import static dev.rivulet.sink.membership.MembershipRows.MEMBER;
import static dev.rivulet.sink.membership.MembershipRows.OWNER;
import static dev.rivulet.sink.membership.MembershipRows.USER_BLOCKED;
import static dev.rivulet.sink.membership.MembershipRows.USER_JOINED;
import static dev.rivulet.sink.membership.MembershipRows.USER_LEFT;
import static dev.rivulet.sink.membership.MembershipRows.USER_MUTED;
import static dev.rivulet.sink.membership.MembershipRows.USER_ROLE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rivulet.contracts.log.Role;
import dev.rivulet.sink.store.Row;
import org.junit.jupiter.api.Test;

class MembershipRowsTest {
  @Test
  void foundersSeeTheConversationFromItsFirstEventAndOneOwnsIt() {
    assertThat(MembershipRows.of(created("friends", ANN, BOB)))
        .containsExactly(
            Row.of(JOINED, CONVERSATION, ANN, 1L, OWNER, 0L, 1L),
            Row.of(USER_JOINED, ANN, CONVERSATION, 1L, OWNER, 1L),
            Row.of(JOINED, CONVERSATION, BOB, 1L, MEMBER, 0L, 1L),
            Row.of(USER_JOINED, BOB, CONVERSATION, 1L, MEMBER, 1L));
  }

  @Test
  void nobodyOwnsADirectConversation() {
    assertThat(MembershipRows.of(directOpened(1, ANN, BOB)))
        .extracting(row -> row.values().get(3))
        .containsOnly(MEMBER);
  }

  @Test
  void whoIsAddedSeesItFromTheEventThatAddedHim() {
    assertThat(MembershipRows.of(added(5, CY)))
        .containsExactly(
            Row.of(JOINED, CONVERSATION, CY, 5L, MEMBER, 0L, 5L),
            Row.of(USER_JOINED, CY, CONVERSATION, 5L, MEMBER, 5L));
  }

  @Test
  void whoMaySeeTheHistoryIsKeptWithHisJoining() {
    var event = added(5, CY).toBuilder();
    event.getMembersAddedBuilder().setVisibleFrom(1);

    assertThat(MembershipRows.of(event.build()))
        .containsExactly(
            Row.of(JOINED, CONVERSATION, CY, 5L, MEMBER, 1L, 5L),
            Row.of(USER_JOINED, CY, CONVERSATION, 1L, MEMBER, 5L));
  }

  @Test
  void aNewRoleIsAChangeOfItsOwn() {
    assertThat(MembershipRows.of(role(6, BOB, Role.ADMIN)))
        .containsExactly(
            Row.of(JOINED, CONVERSATION, BOB, 6L, ADMIN, 0L, 6L),
            Row.of(USER_ROLE, BOB, CONVERSATION, ADMIN, 6L));
  }

  @Test
  void whatOneSetsForOneselfIsInOnesOwnList() {
    assertThat(MembershipRows.of(muted(6, BOB, true)))
        .containsExactly(Row.of(USER_MUTED, BOB, CONVERSATION, true, 6L));
    assertThat(MembershipRows.of(blocked(7, BOB, false)))
        .containsExactly(Row.of(USER_BLOCKED, BOB, CONVERSATION, false, 7L));
  }

  @Test
  void whoIsRemovedOrLeavesSeesThatEventAndNothingAfter() {
    assertThat(MembershipRows.of(removed(6, CY)))
        .containsExactly(
            Row.of(LEFT, CONVERSATION, CY, 6L, 6L), Row.of(USER_LEFT, CY, CONVERSATION, 7L, 6L));
    assertThat(MembershipRows.of(left(6, BOB)))
        .containsExactly(
            Row.of(LEFT, CONVERSATION, BOB, 6L, 6L), Row.of(USER_LEFT, BOB, CONVERSATION, 7L, 6L));
  }

  @Test
  void aMessageChangesNobody() {
    assertThat(MembershipRows.of(message(3, "hello"))).isEmpty();
  }
}
