package dev.rivulet.sink.membership;

import static dev.rivulet.sink.TestEvents.ANN;
import static dev.rivulet.sink.TestEvents.BOB;
import static dev.rivulet.sink.TestEvents.CONVERSATION;
import static dev.rivulet.sink.TestEvents.CY;
import static dev.rivulet.sink.TestEvents.added;
import static dev.rivulet.sink.TestEvents.created;
import static dev.rivulet.sink.TestEvents.directOpened;
import static dev.rivulet.sink.TestEvents.left;
import static dev.rivulet.sink.TestEvents.message;
import static dev.rivulet.sink.TestEvents.removed;
import static dev.rivulet.sink.membership.MembershipRows.JOINED;
import static dev.rivulet.sink.membership.MembershipRows.LEFT;
import static dev.rivulet.sink.membership.MembershipRows.MEMBER;
import static dev.rivulet.sink.membership.MembershipRows.OWNER;
import static dev.rivulet.sink.membership.MembershipRows.USER_JOINED;
import static dev.rivulet.sink.membership.MembershipRows.USER_LEFT;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rivulet.sink.store.Row;
import org.junit.jupiter.api.Test;

class MembershipRowsTest {
  @Test
  void foundersSeeTheConversationFromItsFirstEventAndOneOwnsIt() {
    assertThat(MembershipRows.of(created("friends", ANN, BOB)))
        .containsExactly(
            Row.of(JOINED, CONVERSATION, ANN, 1L, OWNER, 1L),
            Row.of(USER_JOINED, ANN, CONVERSATION, 1L, OWNER, 1L),
            Row.of(JOINED, CONVERSATION, BOB, 1L, MEMBER, 1L),
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
            Row.of(JOINED, CONVERSATION, CY, 5L, MEMBER, 5L),
            Row.of(USER_JOINED, CY, CONVERSATION, 5L, MEMBER, 5L));
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
