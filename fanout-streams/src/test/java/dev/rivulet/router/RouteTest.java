package dev.rivulet.router;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dev.rivulet.contracts.id.Ids;
import dev.rivulet.contracts.log.BigMember;
import dev.rivulet.contracts.log.Content;
import dev.rivulet.contracts.log.Delivery;
import dev.rivulet.contracts.log.Event;
import dev.rivulet.contracts.log.InboxRecord;
import dev.rivulet.contracts.log.MemberInterval;
import dev.rivulet.contracts.log.MembersAdded;
import dev.rivulet.contracts.log.MembersRemoved;
import dev.rivulet.contracts.log.Notice;
import dev.rivulet.contracts.log.Position;
import dev.rivulet.contracts.log.Sent;
import dev.rivulet.contracts.log.SessionRecord;
import dev.rivulet.contracts.log.Writing;
import dev.rivulet.contracts.topic.MemberSpans;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class RouteTest {
  private static final Position START =
      Position.newBuilder().setGeneration(9).setOffset(40).setTime(1_000).build();
  private final Route route = new Route(3, START);

  @Test
  void attachIsAnsweredWithTheNextInboxOffset() {
    assertThat(attachedOffset(route.session(session(1, 1, 1, 1)))).isEqualTo(40);
    route.inbox(inbox(1), 41, 2_000);
    var routed = route.session(session(2, 2, 2, 1));
    assertThat(attachedOffset(routed)).isEqualTo(42);
    var delivery = routed.getFirst().delivery();
    assertThat(delivery.getAttached().getPosition().getTime()).isEqualTo(2_000);
    assertThat(delivery.getAttached().getPosition().getGeneration()).isEqualTo(9);
    assertThat(delivery.getInboxPartition()).isEqualTo(3);
  }

  @Test
  void eventGoesOnceToEachGatewayWithAMemberOnline() {
    route.session(onSlot(session(1, 1, 1, 1), 5));
    route.session(onSlot(session(1, 2, 2, 1), 6));
    route.session(onSlot(session(2, 3, 3, 1), 5));
    var routed = route.inbox(inbox(1, 2, 7), 41, 2_000);
    assertThat(routed).extracting(Route.Routed::slot).containsExactly(5, 6);
    var first = routed.getFirst().delivery().getEvent();
    assertThat(first.getSessions().size()).isEqualTo(2 * 32);
    assertThat(first.getPosition().getOffset()).isEqualTo(42);
  }

  @Test
  void whoIsWritingGoesToTheSessionsOfThoseItIsForAndNamesNobodyElse() {
    route.session(onSlot(session(1, 1, 1, 1), 5));
    route.session(onSlot(session(2, 2, 2, 1), 6));
    route.session(onSlot(session(3, 3, 3, 1), 6));
    var writing =
        Writing.newBuilder().setUser(id(9)).setRecipients(id(1).concat(id(3)).concat(id(4)));
    var routed = route.notice(Notice.newBuilder().setWriting(writing).build());
    assertThat(routed).extracting(Route.Routed::slot).containsExactly(5, 6);
    for (var one : routed) {
      var notice = one.delivery().getNotice();
      assertThat(notice.getSessions().size()).isEqualTo(32);
      assertThat(notice.getNotice().getWriting().getUser()).isEqualTo(id(9));
      assertThat(notice.getNotice().getWriting().getRecipients().isEmpty()).isTrue();
    }
  }

  @Test
  void repeatedInboxRecordIsDeliveredAgain() {
    route.session(session(1, 1, 1, 1));
    assertThat(route.inbox(inbox(1), 41, 2_000)).hasSize(1);
    assertThat(route.inbox(inbox(1), 44, 2_000)).hasSize(1);
  }

  @Test
  void newerConnectionOfADeviceReplacesTheOlder() {
    route.session(session(1, 1, 1, 1));
    var routed = route.session(session(1, 1, 2, 2));
    assertThat(routed).hasSize(2);
    assertThat(routed.getFirst().delivery().getReplaced().getSession()).isEqualTo(id(1_001));
    assertThat(sessions(route.inbox(inbox(1), 41, 2_000))).isEqualTo(id(1).concat(id(1_002)));
  }

  @Test
  void olderConnectionThatComesLateIsTheOneReplaced() {
    route.session(session(1, 1, 2, 2));
    var routed = route.session(session(1, 1, 1, 1));
    assertThat(routed).hasSize(1);
    assertThat(routed.getFirst().delivery().getReplaced().getSession()).isEqualTo(id(1_001));
    assertThat(sessions(route.inbox(inbox(1), 41, 2_000))).isEqualTo(id(1).concat(id(1_002)));
  }

  @Test
  void endedSessionGetsNothing() {
    route.session(session(1, 1, 1, 1));
    route.sessionEnded(id(1), id(1_001));
    assertThat(route.inbox(inbox(1), 41, 2_000)).isEmpty();
    assertThat(route.sessions()).isZero();
  }

  @Test
  void endOfAReplacedSessionLeavesItsSuccessor() {
    route.session(session(1, 1, 1, 1));
    route.session(session(1, 1, 2, 2));
    route.sessionEnded(id(1), id(1_001));
    assertThat(route.inbox(inbox(1), 41, 2_000)).hasSize(1);
  }

  @Test
  void refreshedSessionIsKnownButNotAnswered() {
    var refreshed = session(1, 1, 1, 1).toBuilder().setRefreshed(true).build();
    assertThat(route.session(refreshed)).isEmpty();
    assertThat(route.inbox(inbox(1), 41, 2_000)).hasSize(1);
  }

  @Test
  void noticeGoesToTheNamedDeviceAlone() {
    route.session(session(1, 1, 1, 1));
    route.session(session(1, 2, 2, 1));
    var notice = Notice.newBuilder().setUser(id(1)).setSent(Sent.getDefaultInstance());
    assertThat(notices(route.notice(notice.setDevice(id(102)).build())))
        .isEqualTo(id(1).concat(id(1_002)));
    assertThat(notices(route.notice(notice.clearDevice().build())).size()).isEqualTo(64);
  }

  @Test
  void eventOfABigGroupGoesOnceToEachGatewayWithAMemberOnlineAndListsNoSessions() {
    route.session(onSlot(session(1, 1, 1, 1), 5));
    route.session(onSlot(session(1, 2, 2, 1), 6));
    route.session(onSlot(session(2, 3, 3, 1), 5));
    route.session(onSlot(session(9, 4, 4, 1), 7));
    assertThat(bodies(route.inbox(big(added(4, 1, 2, 3), 1, 2, 3), 41, 2_000)))
        .containsExactly(
            "5 big_membership 1", "6 big_membership 1", "5 big_membership 2", "5 event", "6 event");

    var routed = route.inbox(big(message(5)), 42, 2_000);

    assertThat(bodies(routed)).containsExactly("5 event", "6 event");
    var delivery = routed.getFirst().delivery();
    assertThat(delivery.getInboxPartition()).isEqualTo(3);
    assertThat(delivery.getEvent().getByMembership()).isTrue();
    assertThat(delivery.getEvent().getSessions()).isEqualTo(id(1).concat(id(1_001)));
    assertThat(delivery.getEvent().getPosition().getOffset()).isEqualTo(43);
  }

  @Test
  void attachTellsTheGatewayTheMembershipsBeforeTheAnswer() {
    route.inbox(big(added(4, 1), 1), 41, 2_000);

    var routed = route.session(session(1, 1, 1, 1));

    assertThat(bodies(routed)).containsExactly("5 big_membership 1", "5 attached");
    var told = routed.getFirst().delivery().getBigMembership();
    assertThat(told.getConversation()).isEqualTo(id(77));
    assertThat(told.getSession()).isEqualTo(id(1_001));
    assertThat(MemberSpans.of(told.getIntervalsList()).contains(4)).isTrue();
  }

  @Test
  void whoIsRemovedIsToldOfThatEventAndNoneAfter() {
    route.session(session(1, 1, 1, 1));
    route.inbox(big(added(4, 1), 1), 41, 2_000);

    var removed = route.inbox(big(removed(5, 1), 1), 42, 2_000);

    assertThat(bodies(removed)).containsExactly("5 big_membership 1", "5 event");
    var told = removed.getFirst().delivery().getBigMembership();
    var spans = MemberSpans.of(told.getIntervalsList());
    assertThat(spans.contains(5)).isTrue();
    assertThat(spans.contains(6)).isFalse();
    assertThat(route.inbox(big(message(6)), 43, 2_000)).isEmpty();
    // What comes late was still for him.
    assertThat(bodies(route.inbox(big(message(5)), 44, 2_000))).containsExactly("5 event");
    assertThat(bodies(route.inbox(big(added(7, 1), 1), 45, 2_000)))
        .containsExactly("5 big_membership 1", "5 event");
  }

  @Test
  void recordOfAnAbortedTransactionThatComesLateBringsNobodyBack() {
    route.session(session(1, 1, 1, 1));
    route.inbox(big(added(4, 1), 1), 41, 2_000);
    route.inbox(big(removed(6, 1), 1), 42, 2_000);

    var late = route.inbox(big(added(4, 1), 1), 43, 2_000);
    assertThat(bodies(late)).containsExactly("5 big_membership 1", "5 event");
    var told = late.getFirst().delivery().getBigMembership();
    assertThat(MemberSpans.of(told.getIntervalsList()).contains(7)).isFalse();
    assertThat(route.inbox(big(message(8)), 44, 2_000)).isEmpty();
  }

  @Test
  void membersThatComeAndGoAreCountedByGateway() {
    route.inbox(big(added(4, 1, 2), 1, 2), 41, 2_000);
    assertThat(route.inbox(big(message(5)), 42, 2_000)).isEmpty();
    route.session(onSlot(session(1, 1, 1, 1), 5));
    route.session(onSlot(session(2, 2, 2, 1), 5));
    route.sessionEnded(id(1), id(1_001));
    assertThat(bodies(route.inbox(big(message(6)), 43, 2_000))).containsExactly("5 event");
    route.session(onSlot(session(2, 2, 3, 2), 6));
    assertThat(bodies(route.inbox(big(message(7)), 44, 2_000))).containsExactly("6 event");
    route.sessionEnded(id(2), id(1_003));
    assertThat(route.inbox(big(message(8)), 45, 2_000)).isEmpty();
  }

  @Test
  void restoredMembersAndSessionsAreRoutedLikeBefore() {
    route.restore(session(1, 1, 1, 1));
    route.restore(bigMember(1, 4, 4, 0));
    route.restore(bigMember(2, 9, 4, 10));

    assertThat(bodies(route.inbox(big(message(6)), 43, 2_000))).containsExactly("5 event");
    assertThat(bodies(route.session(session(2, 2, 2, 1))))
        .containsExactly("5 big_membership 2", "5 attached");
  }

  @Test
  void whatWasRestoredAheadOfTheInboxIsToldWhenTheInboxComesToIt() {
    route.restore(session(1, 1, 1, 1));
    route.restore(session(2, 2, 2, 1));
    route.restore(bigMember(1, 6, 4, 6));
    route.restore(bigMember(2, 6, 6, 0));

    var removed = route.inbox(big(removed(5, 1), 1), 43, 2_000);
    var added = route.inbox(big(added(6, 2), 2), 44, 2_000);

    assertThat(bodies(removed)).contains("5 big_membership 1");
    assertThat(bodies(added)).containsExactly("5 big_membership 2", "5 event");
    var told = removed.getFirst().delivery().getBigMembership();
    assertThat(MemberSpans.of(told.getIntervalsList()).contains(6)).isFalse();
  }

  @Test
  void membershipFromItsTopicIsToldWhenItIsNewsAndByTheInboxAlways() {
    route.session(session(1, 1, 1, 1));

    assertThat(bodies(route.bigMember(bigMember(1, 4, 4, 0))))
        .containsExactly("5 big_membership 1");
    assertThat(bodies(route.inbox(big(added(4, 1), 1), 41, 2_000)))
        .containsExactly("5 big_membership 1", "5 event");
    assertThat(route.bigMember(bigMember(1, 4, 4, 0))).isEmpty();
  }

  @Test
  void membershipThatComesAfterEventsItWasNeededForMakesTheDeviceSync() {
    route.restore(session(1, 1, 1, 1));
    assertThat(route.inbox(big(message(5)), 41, 2_000)).isEmpty();

    var routed = route.bigMember(bigMember(1, 4, 4, 0));

    assertThat(bodies(routed)).containsExactly("5 big_membership 1", "5 attached");
    assertThat(routed.getLast().delivery().getAttached().getPosition().getOffset()).isEqualTo(42);
  }

  private static List<String> bodies(List<Route.Routed> routed) {
    return routed.stream()
        .map(
            one -> {
              var delivery = one.delivery();
              var body = delivery.getBodyCase().name().toLowerCase(Locale.ROOT);
              var whose = delivery.getBigMembership().getUser();
              var user = whose.isEmpty() ? "" : " " + Ids.uuid(whose).getLeastSignificantBits();
              return one.slot() + " " + body + user;
            })
        .toList();
  }

  private static InboxRecord big(Event event, int... named) {
    return inbox(named).toBuilder().setEvent(event).setByMembership(true).build();
  }

  private static Event message(long seq) {
    return bigEvent(seq).setMessage(Content.getDefaultInstance()).build();
  }

  private static Event added(long seq, int... users) {
    return bigEvent(seq).setMembersAdded(MembersAdded.newBuilder().addAllUsers(ids(users))).build();
  }

  private static Event removed(long seq, int... users) {
    return bigEvent(seq)
        .setMembersRemoved(MembersRemoved.newBuilder().addAllUsers(ids(users)))
        .build();
  }

  private static Event.Builder bigEvent(long seq) {
    return Event.newBuilder().setConversation(id(77)).setSeq(seq).setBig(true);
  }

  private static BigMember bigMember(int user, long seq, long joined, long left) {
    return BigMember.newBuilder()
        .setConversation(id(77))
        .setUser(id(user))
        .setSeq(seq)
        .addIntervals(
            MemberInterval.newBuilder().setVisibleFrom(joined).setJoined(joined).setLeft(left))
        .build();
  }

  private static List<ByteString> ids(int... users) {
    return Arrays.stream(users).mapToObj(RouteTest::id).toList();
  }

  private static long attachedOffset(List<Route.Routed> routed) {
    assertThat(routed).hasSize(1);
    assertThat(routed.getFirst().delivery().getBodyCase()).isEqualTo(Delivery.BodyCase.ATTACHED);
    return routed.getFirst().delivery().getAttached().getPosition().getOffset();
  }

  private static ByteString sessions(List<Route.Routed> routed) {
    assertThat(routed).hasSize(1);
    return routed.getFirst().delivery().getEvent().getSessions();
  }

  private static ByteString notices(List<Route.Routed> routed) {
    assertThat(routed).hasSize(1);
    return routed.getFirst().delivery().getNotice().getSessions();
  }

  private static SessionRecord session(int user, int device, int session, long connection) {
    return SessionRecord.newBuilder()
        .setUser(id(user))
        .setDevice(id(100 + device))
        .setSession(id(1_000 + session))
        .setConnection(connection)
        .setSlot(5)
        .setInstance(id(9_999))
        .build();
  }

  private static SessionRecord onSlot(SessionRecord session, int slot) {
    return session.toBuilder().setSlot(slot).build();
  }

  private static InboxRecord inbox(int... users) {
    var recipients = ByteString.EMPTY;
    for (int user : users) {
      recipients = recipients.concat(id(user));
    }
    return InboxRecord.newBuilder()
        .setEvent(Event.newBuilder().setSeq(1))
        .setRecipients(recipients)
        .build();
  }

  private static ByteString id(long number) {
    return Ids.bytes(new UUID(0, number));
  }
}
