package dev.rivulet.gateway.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.rivulet.contracts.id.Ids;
import dev.rivulet.contracts.log.BigMembership;
import dev.rivulet.contracts.log.Delivery;
import dev.rivulet.contracts.log.MemberInterval;
import dev.rivulet.contracts.log.SessionRecord;
import dev.rivulet.gateway.RawClient;
import dev.rivulet.gateway.TestEdge;
import java.io.IOException;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Events of big conversations name no sessions: the gateway knows its own members.
class BigDeliveryTest {
  private static final UUID ANN = new UUID(1, 1);
  private static final UUID BOB = new UUID(2, 2);
  private static final UUID PHONE = new UUID(3, 3);
  private static final UUID GROUP = new UUID(5, 5);
  private static final int PARTITION = 4;

  private final TestEdge edge = TestEdge.start();

  @AfterEach
  void close() {
    edge.close();
  }

  @Test
  void eventReachesTheSessionsThatAreMembersAtItsSeq() throws IOException {
    try (var ann = edge.attach(ANN, PHONE, 1);
        var bob = edge.attach(BOB, PHONE, 1)) {
      tell(edge.log.announced.get(0), PARTITION, interval(2, 0));
      tell(edge.log.announced.get(1), PARTITION, interval(4, 6));

      for (int seq = 1; seq <= 7; seq++) {
        deliver(seq, PARTITION);
      }
      end();

      assertThat(seqs(ann)).isEqualTo("234567");
      assertThat(seqs(bob)).isEqualTo("45");
    }
  }

  @Test
  void eventOfAnotherInboxPartitionIsForOthers() throws IOException {
    try (var ann = edge.attach(ANN, PHONE, 1)) {
      tell(edge.log.announced.get(0), PARTITION, interval(1, 0));

      deliver(1, PARTITION + 1);
      deliver(2, PARTITION);
      end();

      assertThat(seqs(ann)).isEqualTo("2");
    }
  }

  @Test
  void membershipsComeOutOfOrderAndRepeat() throws IOException {
    try (var ann = edge.attach(ANN, PHONE, 1)) {
      var session = edge.log.announced.get(0);
      tell(session, PARTITION, interval(1, 3), interval(5, 0));
      tell(session, PARTITION, interval(1, 3));
      tell(session, PARTITION, interval(1, 0));

      for (int seq = 1; seq <= 6; seq++) {
        deliver(seq, PARTITION);
      }
      end();

      assertThat(seqs(ann)).isEqualTo("1256");
    }
  }

  @Test
  void sessionThatIsGoneIsForgottenAndEndedWhenAnEventNamesIt() throws IOException {
    try (var ann = edge.attach(ANN, PHONE, 1)) {
      tell(edge.log.announced.get(0), PARTITION, interval(1, 0));
      assertThat(edge.sessions.inBigConversations()).isEqualTo(1);
      ann.close();
      await().until(() -> edge.sessions.inBigConversations() == 0);
    }
    edge.log.ended.clear();
    tell(edge.log.announced.get(0), PARTITION, interval(1, 0));
    assertThat(edge.sessions.inBigConversations()).isZero();
    deliver(2, PARTITION);
    assertThat(edge.log.ended).containsExactly(Ids.uuid(edge.log.announced.get(0).getSession()));
  }

  @Test
  void eventForAnEarlierProcessReachesNobodyAndEndsTheSessionItNames() throws IOException {
    try (var ann = edge.attach(ANN, PHONE, 1)) {
      var session = edge.log.announced.get(0);
      tell(session, PARTITION, interval(1, 0));
      var other = Ids.bytes(UUID.randomUUID());
      edge.deliveries.accept(event(1, PARTITION).toBuilder().setInstance(other).build());
      deliver(2, PARTITION);
      end();

      assertThat(seqs(ann)).isEqualTo("2");
      assertThat(edge.log.ended).containsExactly(Ids.uuid(session.getSession()));
    }
  }

  @Test
  void whatIsForOneMemberAloneReachesTheOthersAsHidden() throws IOException {
    try (var ann = edge.attach(ANN, PHONE, 1);
        var bob = edge.attach(BOB, PHONE, 1)) {
      tell(edge.log.announced.get(0), PARTITION, interval(1, 0));
      tell(edge.log.announced.get(1), PARTITION, interval(1, 0));

      var delivery = event(1, PARTITION).toBuilder();
      delivery.getEventBuilder().getEventBuilder().setOnlyFor(Ids.bytes(ANN));
      edge.deliveries.accept(delivery.build());

      assertThat(ann.readText("event")).contains("\"seq\":1").contains("text");
      assertThat(bob.readText("event"))
          .contains("\"seq\":1")
          .contains("\"kind\":\"hidden\"")
          .doesNotContain("text");
    }
  }

  private void tell(SessionRecord session, int partition, MemberInterval... intervals) {
    var membership =
        BigMembership.newBuilder()
            .setUser(session.getUser())
            .setSession(session.getSession())
            .setConversation(Ids.bytes(GROUP));
    for (var interval : intervals) {
      membership.addIntervals(interval);
    }
    edge.deliveries.accept(
        Delivery.newBuilder()
            .setInstance(Ids.bytes(edge.instance))
            .setInboxPartition(partition)
            .setBigMembership(membership)
            .build());
  }

  private void deliver(long seq, int partition) {
    edge.deliveries.accept(event(seq, partition));
  }

  private Delivery event(long seq, int partition) {
    var named = edge.log.announced.get(0);
    var delivery = edge.event(GROUP, seq, "text", 20 + seq, named).toBuilder();
    delivery.setInboxPartition(partition).getEventBuilder().setByMembership(true);
    return delivery.build();
  }

  /// Something that everybody gets.
  private void end() {
    for (var session : edge.log.announced) {
      edge.deliveries.accept(edge.event(GROUP, 999, "end", 99, session));
    }
  }

  /// The last digits of the seqs that came before the end.
  private static String seqs(RawClient client) throws IOException {
    var seqs = new StringBuilder();
    while (true) {
      var frame = client.readText("event");
      if (frame.contains("\"seq\":999")) {
        return seqs.toString();
      }
      seqs.append(frame.replaceAll(".*\"seq\":(\\d+).*", "$1"));
    }
  }

  private static MemberInterval interval(long joined, long left) {
    return MemberInterval.newBuilder()
        .setVisibleFrom(joined)
        .setJoined(joined)
        .setLeft(left)
        .build();
  }
}
