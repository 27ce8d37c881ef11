package dev.rivulet.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rivulet.client.api.ApiFailure;
import dev.rivulet.client.fake.FakeBackend;
import dev.rivulet.client.fake.VirtualTime;
import dev.rivulet.client.fake.Weather;
import dev.rivulet.contracts.frame.ConversationEvent;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class ConversationChangesTest {
  private static final Weather SLOW_STORE = new Weather(0, 0, 0, 0, 0, 0, 5, 3_000);
  private static final Weather NOTHING_STORED = new Weather(0, 0, 0, 0, 0, 0, 5, 3_600_000);

  private final VirtualTime time = new VirtualTime();
  private final FakeBackend backend = new FakeBackend(time, 42);
  private final Person ann = new Person(time, backend, backend.newId(), 1);
  private final Person bob = new Person(time, backend, backend.newId(), 2);
  private final UUID group = backend.createGroup(ann.user, List.of(ann.user, bob.user));

  @Test
  void changesOfMessagesEndAsTheirEvents() {
    begin();
    long seq = time.await(ann.say(group, "helo").decided());

    assertThat(sent(ann.client.edit(group, seq, "hello"))).isEqualTo(3);
    assertThat(last().kind()).isEqualTo(ConversationEvent.EDITED);
    assertThat(last().text()).isEqualTo("hello");
    assertThat(change().seq()).isEqualTo(seq);

    assertThat(sent(ann.client.react(group, seq, "a b/\u2764"))).isEqualTo(4);
    assertThat(change().emoji()).isEqualTo("a b/\u2764");
    assertThat(change().removed()).isFalse();
    assertThat(sent(ann.client.unreact(group, seq, "a b/\u2764"))).isEqualTo(5);
    assertThat(change().removed()).isTrue();

    assertThat(sent(ann.client.delete(group, seq))).isEqualTo(6);
    assertThat(last().kind()).isEqualTo(ConversationEvent.DELETED);
  }

  @Test
  void settingsEndAsTheirEvents() {
    begin();
    sent(ann.client.rename(group, "hikers"));
    assertThat(last().name()).isEqualTo("hikers");
    sent(ann.client.showHistory(group, true));
    assertThat(change().fromTheStart()).isTrue();
    sent(ann.client.setRole(group, bob.user, "admin"));
    assertThat(last().members()).containsExactly(bob.user);
    assertThat(change().role()).isEqualTo("admin");
    sent(ann.client.mute(group, true));
    assertThat(change().muted()).isTrue();
    sent(ann.client.block(group));
    assertThat(change().blocked()).isTrue();
    sent(ann.client.unblock(group));
    assertThat(change().blocked()).isFalse();
    sent(ann.client.setPicture(group, null));
    assertThat(last().kind()).isEqualTo(ConversationEvent.CHANGED);
    sent(ann.client.closeGroup(group));
    assertThat(last().kind()).isEqualTo(ConversationEvent.CLOSED);
  }

  @Test
  void messageThatIsNotStoredYetIsWaitedFor() {
    begin();
    backend.weather(SLOW_STORE);
    long seq = time.await(ann.say(group, "helo").decided());

    sent(ann.client.edit(group, seq, "hello"));
    assertThat(last().text()).isEqualTo("hello");
    assertThat(edits()).as("decided once").isEqualTo(1);
  }

  @Test
  void waitingForTheStoreHasAnEnd() {
    begin();
    backend.weather(NOTHING_STORED);
    long seq = time.await(ann.say(group, "helo").decided());
    var outcome = ann.client.edit(group, seq, "hello");
    time.run(Duration.ofSeconds(10));

    assertThat(outcome)
        .isCompletedExceptionally()
        .satisfies(
            failed ->
                assertThat(failed.exceptionNow())
                    .isInstanceOfSatisfying(
                        ApiFailure.class,
                        failure -> assertThat(failure.code()).isEqualTo("unavailable")));
  }

  @Test
  void refusalIsTheOutcome() {
    begin();
    backend.remove(group, bob.user, ann.user);

    assertThat(time.await(ann.client.rename(group, "mine")))
        .isEqualTo(new Outcome.Refused("not-a-member", null));
  }

  @Test
  void otherDevicesOutcomesAreNotOurs() {
    begin();
    bob.client.start();
    time.run(Duration.ofSeconds(1));
    sent(bob.client.rename(group, "hikers"));
    time.run(Duration.ofSeconds(1));

    assertThat(ann.events.getLast().name()).isEqualTo("hikers");
  }

  private void begin() {
    ann.client.start();
    time.run(Duration.ofSeconds(1));
  }

  private long sent(CompletableFuture<Outcome> outcome) {
    return time.await(outcome) instanceof Outcome.Sent(long seq) ? seq : -1;
  }

  private ConversationEvent last() {
    return backend.log().events(group).getLast();
  }

  private ConversationEvent.Change change() {
    return Objects.requireNonNull(last().change());
  }

  private long edits() {
    return backend.log().events(group).stream()
        .filter(event -> event.kind().equals(ConversationEvent.EDITED))
        .count();
  }
}
