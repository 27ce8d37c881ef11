package dev.rivulet.router;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dev.rivulet.contracts.id.Ids;
import dev.rivulet.contracts.log.Delivery;
import dev.rivulet.contracts.log.Event;
import dev.rivulet.contracts.log.InboxRecord;
import dev.rivulet.contracts.log.Notice;
import dev.rivulet.contracts.log.Position;
import dev.rivulet.contracts.log.Sent;
import dev.rivulet.contracts.log.SessionRecord;
import java.util.List;
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
