package dev.rivulet.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rivulet.client.fake.FakeBackend;
import dev.rivulet.client.fake.FakeLink;
import dev.rivulet.client.fake.VirtualTime;
import dev.rivulet.client.fake.Weather;
import dev.rivulet.client.store.Change;
import dev.rivulet.client.store.ClientState;
import dev.rivulet.client.store.ClientStore;
import dev.rivulet.client.store.MemoryStore;
import dev.rivulet.contracts.Bounds;
import dev.rivulet.contracts.Cursor;
import dev.rivulet.contracts.frame.ClientFrame;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class RivuletClientTest {
  private static final Weather SLOW_STORE = new Weather(0, 0, 0, 0, 0, 0, 5, 10_000);

  private final VirtualTime time = new VirtualTime();
  private final FakeBackend backend = new FakeBackend(time, 42);
  private final Person ann = new Person(time, backend, backend.newId(), 1);
  private final Person bob = new Person(time, backend, backend.newId(), 2);
  private final UUID group = backend.createGroup(ann.user, List.of(ann.user, bob.user));

  @Test
  void messageMovesFromPendingToAcceptedToSent() {
    backend.weather(SLOW_STORE);
    ann.client.start();
    settle(1);

    var message = ann.say(group, "hello");
    assertThat(message.status()).isEqualTo(OutgoingMessage.Status.PENDING);
    assertThat(time.await(message.accepted())).isTrue();
    assertThat(message.status()).isEqualTo(OutgoingMessage.Status.ACCEPTED);
    assertThat(time.await(message.decided())).isEqualTo(2);
    assertThat(time.await(message.outcome())).isEqualTo(new Outcome.Sent(2));
  }

  @Test
  void whatWasHandedOverIsSaidToBeDeliveredAndWhatWasShownIsSaidWhenTold() {
    ann.client.start();
    bob.client.start();
    settle(1);
    ann.say(group, "hello");
    settle(2);
    assertThat(receipts(bob)).endsWith(new ClientFrame.Delivered(group, 2));
    assertThat(receipts(ann)).doesNotContain(new ClientFrame.Delivered(group, 2));
    bob.client.read(group, 2);
    settle(60);
    assertThat(receipts(bob)).endsWith(new ClientFrame.Read(group, 2));
    assertThat(receipts(bob).stream().filter(it -> it.equals(new ClientFrame.Read(group, 2))))
        .hasSize(1);
  }

  private List<ClientFrame> receipts(Person of) {
    return link(of).received().stream()
        .filter(it -> it instanceof ClientFrame.Delivered || it instanceof ClientFrame.Read)
        .toList();
  }

  @Test
  void whatCannotBeAMessageIsRefusedAtOnce() {
    assertThat(ann.say(group, "").outcomeNow()).isEqualTo(new Outcome.Refused("empty", "not sent"));
    assertThat(ann.say(group, "ä".repeat(Bounds.CONTENT_BYTES_MAX / 2 + 1)).outcomeNow())
        .isEqualTo(new Outcome.Refused("too-large", "not sent"));
    assertThat(ann.client.sendMedia(group, "", List.of()).outcomeNow())
        .isEqualTo(new Outcome.Refused("empty", "not sent"));
    var tooMany = Collections.nCopies(Bounds.MEDIA_MAX + 1, "ticket");
    assertThat(ann.client.sendMedia(group, "look", tooMany).outcomeNow())
        .isEqualTo(new Outcome.Refused("too-large", "not sent"));
  }

  @Test
  void ticketsGoOutWithTheirMessageWhichNeedsNoText() {
    ann.client.start();
    settle(1);
    var message = ann.client.sendMedia(group, "", List.of("ticket-1", "ticket-2"));

    assertThat(time.await(message.outcome())).isEqualTo(new Outcome.Sent(2));
    assertThat(backend.attached().getFirst().sent())
        .singleElement()
        .satisfies(send -> assertThat(send.media()).containsExactly("ticket-1", "ticket-2"));
  }

  @Test
  void messageBeforeTheFirstLogInEndsAtOnceAndTakesNoRoom() {
    var addresses = Addresses.of("http://api.test", "ws://one.test/v1/ws");
    var options = ClientOptions.of(addresses, backend, time.loop()).withStore(new MemoryStore());
    try (var nobody = RivuletClient.create(options, new ClientListener() {})) {
      for (int i = 0; i <= RivuletClient.OUTBOX_MESSAGES_MAX; i++) {
        var message = nobody.send(group, "hello");
        assertThatThrownBy(() -> time.await(message.outcome()))
            .hasStackTraceContaining("not logged in");
      }
    }
  }

  @Test
  void refusalOfTheLogEndsAMessage() {
    ann.client.start();
    settle(1);

    var outcome = time.await(ann.say(UUID.randomUUID(), "hello").outcome());
    assertThat(outcome).isEqualTo(new Outcome.Refused("unknown-conversation", null));
    assertThat(ann.store.state().drafts()).isEmpty();
  }

  @Test
  void unconfirmedMessagesGoOutAgainUnchangedAfterAttach() {
    ann.client.start();
    settle(1);
    var first = link(ann);
    first.goSilent();
    ann.say(group, "one");
    ann.say(group, "two");
    time.runUntil(() -> first.sends().size() == 2, Duration.ofSeconds(1));
    first.cut(1012);
    settle(5);

    assertThat(link(ann).sends()).containsExactly("1:one", "2:two");
    assertThat(texts()).containsExactly("one", "two");
    assertThat(ann.seqs(group)).containsExactly(1L, 2L, 3L);
  }

  @Test
  void messagesWrittenOfflineGoOutInOrder() {
    var lines = LongStream.range(0, 300).mapToObj(i -> "line " + i).toList();
    lines.forEach(line -> ann.say(group, line));
    time.run(Duration.ofSeconds(1));
    ann.client.start();
    settle(60);

    assertThat(texts()).isEqualTo(lines);
    assertThat(ann.sent)
        .allSatisfy(message -> assertThat(message.outcomeNow()).isInstanceOf(Outcome.Sent.class));
  }

  @Test
  void messagesSurviveTheProcess() {
    ann.say(group, "one");
    ann.say(group, "two");
    time.run(Duration.ofSeconds(1));
    ann.restart();

    assertThat(time.await(ann.client.restored()))
        .extracting(OutgoingMessage::text)
        .containsExactly("one", "two");
    settle(5);
    assertThat(texts()).containsExactly("one", "two");
  }

  @Test
  void burstOfGapsCausesOneRepetition() {
    ann.client.start();
    settle(1);
    backend.weather(new Weather(0, 1_000, 0, 0, 0, 0, 0, 20));
    ann.say(group, "m0");
    time.run(Duration.ofMillis(20));
    backend.weather(new Weather(0, 0, 0, 0, 0, 0, 0, 20));
    for (int i = 1; i < 10; i++) {
      ann.say(group, "m" + i);
    }
    settle(10);

    assertThat(texts()).hasSize(10).startsWith("m0", "m1");
    assertThat(link(ann).sends().stream().filter(send -> send.endsWith(":m5")))
        .as("sent %s", link(ann).sends())
        .hasSizeLessThanOrEqualTo(2);
  }

  @Test
  void connectionNumberRisesOverEverything() {
    ann.client.start();
    settle(1);
    long first = link(ann).connection();
    link(ann).cut(1012);
    settle(5);
    long second = link(ann).connection();
    ann.restart();
    settle(5);

    assertThat(second).isGreaterThan(first);
    assertThat(link(ann).connection()).isGreaterThan(second);
  }

  @Test
  void gatewaysTakeTurns() {
    ann.client.start();
    settle(1);
    link(ann).cut(1012);
    settle(5);

    assertThat(backend.opened()).hasSize(2).doesNotHaveDuplicates();
  }

  @Test
  void replacedSessionDoesNotComeBack() {
    ann.client.start();
    settle(1);
    link(ann).cut(4509);
    settle(60);

    assertThat(backend.opened()).hasSize(1);
    assertThat(ann.client.state()).isEqualTo(ConnectionState.ENDED);
    assertThat(ann.client.stateDetail()).contains("4509");
  }

  @Test
  void expiredTokenIsRenewedBeforeTheNextAttach() {
    ann.client.start();
    settle(1);
    link(ann).cut(4001);
    settle(5);

    assertThat(backend.calls()).contains("POST /v1/token");
    assertThat(link(ann).received().getFirst())
        .isInstanceOfSatisfying(
            ClientFrame.Attach.class, attach -> assertThat(attach.token()).contains("/access1"));
  }

  @Test
  void tokenIsRenewedOnTheLiveConnection() {
    ann.client.start();
    settle(1_000);

    assertThat(backend.opened()).hasSize(1);
    assertThat(link(ann).received()).anyMatch(ClientFrame.Token.class::isInstance);
  }

  @Test
  void silentGatewayIsGivenUp() {
    ann.client.start();
    settle(1);
    link(ann).goSilent();
    settle(60);

    assertThat(backend.opened()).hasSizeGreaterThan(1);
    assertThat(ann.client.state()).isEqualTo(ConnectionState.LIVE);
  }

  @Test
  void liveCursorWaitsForTheSync() {
    backend.weather(SLOW_STORE);
    write(30);
    long attachedAt = time.millis();
    bob.client.start();
    time.runUntil(() -> !backend.attached().isEmpty(), Duration.ofSeconds(1));
    write(5);
    time.run(Duration.ofMillis(100));

    assertThat(time.millis() - attachedAt).isLessThan(1_000);
    assertThat(offset(bob)).as("the store is not that far").isLessThan(31);
    settle(60);
    assertThat(offset(bob)).isEqualTo(36);
    assertThat(bob.seqs(group)).isEqualTo(upTo(36));
  }

  @Test
  void furtherAttachedFetchesWhatTheRouterLost() {
    bob.client.start();
    settle(1);
    backend.failOver();
    write(20);
    settle(10);

    assertThat(bob.seqs(group)).isEqualTo(upTo(21));
    assertThat(bob.client.state()).isEqualTo(ConnectionState.LIVE);
    assertThat(backend.opened()).hasSize(1);
  }

  @Test
  void syncIsOverWhenBigConversationsAreReadToo() {
    backend.makeBig(group);
    write(5);
    bob.client.start();
    settle(5);
    bob.client.stop();
    write(1_200);
    settle(5);
    long before = offset(bob);
    bob.client.start();
    time.runUntil(() -> bob.client.state() == ConnectionState.ATTACHED, Duration.ofSeconds(5));
    time.runUntil(() -> bob.client.state() == ConnectionState.LIVE, Duration.ofMinutes(1));

    assertThat(bob.seqs(group)).as("when it calls itself live").isEqualTo(upTo(1_206));
    assertThat(before).isEqualTo(6);
    assertThat(offset(bob)).isEqualTo(1_206);
  }

  @Test
  void cursorStaysUntilABigConversationIsRead() {
    bob.client.start();
    settle(1);
    bob.client.stop();
    backend.makeBig(group);
    write(20);
    settle(5);
    long before = offset(bob);
    backend.failEvents(true);
    bob.client.start();
    settle(20);
    assertThat(offset(bob)).isEqualTo(before);
    assertThat(bob.client.state()).isEqualTo(ConnectionState.ATTACHED);

    backend.failEvents(false);
    settle(20);
    assertThat(offset(bob)).isEqualTo(21);
    assertThat(bob.seqs(group)).isEqualTo(upTo(21));
  }

  @Test
  void bigConversationJoinedWhileAwayIsReadFromThere() {
    var cy = new Person(time, backend, backend.newId(), 6);
    cy.historyMax(0);
    cy.client.start();
    settle(1);
    cy.client.stop();
    settle(1);
    backend.makeBig(group);
    write(10);
    backend.add(group, ann.user, cy.user);
    write(3);
    settle(5);
    cy.client.start();
    settle(10);
    write(1);
    settle(5);

    assertThat(cy.seqs(group)).containsExactly(12L, 13L, 14L, 15L, 16L);
  }

  @Test
  void deviceThatWasAwayTooLongReadsFromTheHeads() {
    bob.client.start();
    settle(1);
    bob.client.stop();
    write(700);
    settle(1);
    backend.forgetInbox();
    bob.client.start();
    settle(30);

    assertThat(bob.seqs(group)).isEqualTo(upTo(701));
  }

  @Test
  void newDeviceMayLeaveOldHistoryAlone() {
    write(40);
    settle(1);
    var phone = new Person(time, backend, bob.user, 3);
    phone.historyMax(10);
    phone.client.start();
    settle(10);
    write(2);
    settle(10);

    assertThat(phone.seqs(group)).isEqualTo(LongStream.rangeClosed(32, 43).boxed().toList());
  }

  @Test
  void memberWhoComesBackMissesOnlyWhatWasNotHis() {
    bob.client.start();
    settle(1);
    bob.client.stop();
    write(3);
    backend.remove(group, ann.user, bob.user);
    write(3);
    backend.add(group, ann.user, bob.user);
    write(3);
    settle(1);
    bob.client.start();
    settle(20);
    write(1);
    settle(5);

    assertThat(bob.seqs(group)).containsExactly(1L, 2L, 3L, 4L, 5L, 9L, 10L, 11L, 12L, 13L);
  }

  @Test
  void newcomerIsGivenWhatTheGroupShowsHim() {
    var cy = new Person(time, backend, backend.newId(), 5);
    cy.client.start();
    settle(1);
    write(20);
    settle(1);
    backend.addToAll(group, ann.user, cy.user);
    write(2);
    settle(10);

    assertThat(cy.seqs(group)).isEqualTo(upTo(24));
  }

  @Test
  void listenerThatThrowsMissesNothingElse() {
    bob.throwAt(3);
    write(5);
    bob.client.start();
    settle(10);

    assertThat(bob.seqs(group)).isEqualTo(upTo(6));
  }

  @Test
  void storeThatFailsEndsTheClient() {
    var full = new FullStore();
    var cy = new Person(time, backend, bob.user, full, 4);
    cy.client.start();
    settle(1);
    full.isFull = true;
    var message = cy.say(group, "hello");
    settle(1);

    assertThat(message.outcome()).isCompletedExceptionally();
    assertThat(cy.client.state()).isEqualTo(ConnectionState.ENDED);
    assertThat(cy.client.stateDetail()).contains("no space left");
  }

  /// A disk that fills up.
  private static final class FullStore implements ClientStore {
    private final MemoryStore memory = new MemoryStore();
    private boolean isFull;

    @Override
    public ClientState state() {
      return memory.state();
    }

    @Override
    public void save(Change change) {
      if (isFull) {
        throw new UncheckedIOException("the store", new IOException("no space left"));
      }
      memory.save(change);
    }

    @Override
    public void close() {
      memory.close();
    }
  }

  private void write(int messages) {
    for (int i = 0; i < messages; i++) {
      backend.write(group, ann.user);
    }
  }

  private void settle(int seconds) {
    time.run(Duration.ofSeconds(seconds));
  }

  private FakeLink link(Person person) {
    return backend.attached().stream()
        .filter(link -> link.device().equals(person.device))
        .findFirst()
        .orElseThrow();
  }

  private List<String> texts() {
    return backend.log().events(group).stream()
        .filter(event -> event.text() != null)
        .map(event -> String.valueOf(event.text()))
        .toList();
  }

  private static long offset(Person person) {
    return Cursor.decode(person.store.state().cursor().orElseThrow()).orElseThrow().offset();
  }

  private static List<Long> upTo(long seq) {
    return LongStream.rangeClosed(1, seq).boxed().toList();
  }
}
