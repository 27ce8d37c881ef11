package dev.rivulet.testing.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.rivulet.client.Outcome;
import dev.rivulet.client.OutgoingMessage;
import dev.rivulet.client.api.ChatApi;
import dev.rivulet.client.api.HistoryPage;
import dev.rivulet.contracts.frame.ConversationEvent;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletionException;

/// Judges one conversation: what each member's clients handed over and what his history answers
/// must equal the log, cut to his membership: complete, in order, nothing twice, nothing else.
/// Every message that has an outcome must be in the log as it says, in the order of the calls.
final class Checker {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final int PAGE = 200;

  private Checker() {}

  /// Waits until the views have as many events as the log has for them, then compares. Returns the
  /// log's side.
  static Truth check(TestStack stack, UUID conversation, Collection<Person> people) {
    Truth truth = stack.log().catchUp().truth(conversation);
    assertThat(truth.all()).as("the log of %s", conversation).isNotEmpty();
    truth.check();
    for (Person person : people) {
      List<ConversationEvent> expected = truth.visibleTo(person.id());
      for (TestDevice device : person.devices()) {
        awaitSize(device, conversation, expected.size());
        assertSame(person + " (live)", device.view(conversation), expected);
        assertThat(device.faults()).as("faults seen by %s", person).isEmpty();
        checkSends(truth, device, conversation);
      }
      checkHistory(person, conversation, expected);
    }
    return truth;
  }

  /// What HTTP answers to the person equals the log.
  static void checkHistory(Person person, UUID conversation, List<ConversationEvent> expected) {
    List<ConversationEvent> history = new ArrayList<>();
    await("history of " + person)
        .atMost(PATIENCE)
        .ignoreException(CompletionException.class)
        .until(
            () -> {
              List<ConversationEvent> read = history(person.device().client().api(), conversation);
              history.clear();
              history.addAll(read);
              return history.size() >= expected.size();
            });
    assertSame(person + " (history)", history, expected);
  }

  /// All pages, oldest first, without hidden places.
  static List<ConversationEvent> history(ChatApi api, UUID conversation) {
    List<ConversationEvent> events = new ArrayList<>();
    boolean more = true;
    for (long before = 0; more; ) {
      HistoryPage page = api.history(conversation, before, PAGE).join();
      for (ConversationEvent event : page.events()) {
        assertThat(before == 0 || event.seq() == before - 1)
            .as("seq %d before %d", event.seq(), before)
            .isTrue();
        before = event.seq();
      }
      events.addAll(page.events());
      more = page.more() && !page.events().isEmpty();
    }
    Collections.reverse(events);
    events.removeIf(event -> event.kind().equals(ConversationEvent.HIDDEN));
    return events;
  }

  private static void awaitSize(TestDevice device, UUID conversation, int size) {
    await("events handed over")
        .atMost(PATIENCE)
        .untilAsserted(
            () -> assertThat(device.view(conversation).size()).isGreaterThanOrEqualTo(size));
  }

  private static void checkSends(Truth truth, TestDevice device, UUID conversation) {
    long last = 0;
    for (OutgoingMessage message : device.sent(conversation)) {
      if (message.outcomeNow() instanceof Outcome.Sent(long seq)) {
        Optional<ConversationEvent> event = truth.at(seq);
        assertThat(event).as("what was sent as seq %d", seq).isPresent();
        assertThat(event.get().id()).as("id at seq %d", seq).isEqualTo(message.id());
        assertThat(event.get().text()).as("text at seq %d", seq).isEqualTo(message.text());
        assertThat(event.get().device()).as("device at %d", seq).isEqualTo(device.device());
        assertThat(seq).as("order of sends").isGreaterThan(last);
        last = seq;
      }
    }
  }

  /// Names the first difference: two lists of thousands say nothing.
  static <T> void assertSame(String whose, List<T> actual, List<T> expected) {
    int both = Math.min(actual.size(), expected.size());
    for (int at = 0; at < both; at++) {
      assertThat(actual.get(at)).as("entry %d of %s", at, whose).isEqualTo(expected.get(at));
    }
    assertThat(actual.size()).as("number of entries of %s", whose).isEqualTo(expected.size());
  }
}
