package dev.rivulet.testing.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.rivulet.client.Outcome;
import dev.rivulet.client.OutgoingMessage;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// What conversations in tests are made of.
final class Talk {
  static final Duration PATIENCE = Duration.ofSeconds(60);

  private Talk() {}

  /// A group of the first, who owns it, with the others; everybody has seen it begin.
  static UUID newGroup(List<Person> people) {
    UUID group =
        people
            .getFirst()
            .device()
            .client()
            .api()
            .createGroup("group", Person.ids(people.subList(1, people.size())))
            .join();
    await("everybody knows the group")
        .atMost(PATIENCE)
        .until(() -> people.stream().allMatch(person -> person.device().knows(group)));
    return group;
  }

  /// The 1:1 of two; both have seen it begin.
  static UUID newDirect(Person one, Person other) {
    UUID direct = one.device().client().api().openDirect(other.id()).join();
    one.device().awaitSeq(direct, 1);
    other.device().awaitSeq(direct, 1);
    return direct;
  }

  static long awaitSent(OutgoingMessage message) {
    return seq(message.outcome());
  }

  static void awaitSent(List<OutgoingMessage> messages) {
    awaitSent(messages, PATIENCE);
  }

  /// Returns when all of them are `sent`.
  static void awaitSent(List<OutgoingMessage> messages, Duration patience) {
    CompletableFuture<?>[] outcomes =
        messages.stream().map(OutgoingMessage::outcome).toArray(CompletableFuture[]::new);
    try {
      CompletableFuture.allOf(outcomes)
          .orTimeout(patience.toMillis(), TimeUnit.MILLISECONDS)
          .join();
    } catch (CompletionException e) {
      long sent = messages.stream().filter(message -> message.outcomeNow() != null).count();
      throw new AssertionError(
          "%d of %d messages have an outcome after %s, the next is %s"
              .formatted(sent, messages.size(), patience, firstWithout(messages)),
          e.getCause() instanceof TimeoutException ? null : e);
    }
    assertThat(messages)
        .allSatisfy(message -> assertThat(message.outcomeNow()).isInstanceOf(Outcome.Sent.class));
  }

  private static String firstWithout(List<OutgoingMessage> messages) {
    return messages.stream()
        .filter(message -> message.outcomeNow() == null)
        .findFirst()
        .map(message -> message.status() + " n " + message.n())
        .orElse("none");
  }

  /// The seq of a command that was done.
  static long seq(CompletableFuture<Outcome> outcome) {
    Outcome decided = outcome.orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS).join();
    assertThat(decided).isInstanceOf(Outcome.Sent.class);
    return ((Outcome.Sent) decided).seq();
  }
}
