package dev.rivulet.testing.system;

import static org.awaitility.Awaitility.await;

import dev.rivulet.client.Addresses;
import dev.rivulet.client.OutgoingMessage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

/// Groups of ten in which somebody says something at a fixed rate, whatever happens meanwhile.
final class SteadyTraffic implements AutoCloseable {
  private static final int GROUP_SIZE = 10;

  private final TestStack stack;
  private final List<List<Person>> groups = new ArrayList<>();
  private final List<UUID> ids = new ArrayList<>();
  private final List<Sent> sent = new CopyOnWriteArrayList<>();
  private final ScheduledExecutorService clock =
      Executors.newSingleThreadScheduledExecutor(Thread.ofPlatform().name("traffic").factory());
  private int next;

  private record Sent(OutgoingMessage message, long at) {}

  /// A message that everybody has.
  ///
  /// @param at when it was sent, in nanoseconds
  /// @param done when the last member had it
  record Delivered(long at, long done) {
    double milliseconds() {
      return (done - at) / 1e6;
    }
  }

  SteadyTraffic(TestStack stack, Addresses addresses, int groupCount) {
    this.stack = stack;
    List<Person> all = stack.people(GROUP_SIZE * groupCount, addresses);
    IntStream.range(0, groupCount)
        .mapToObj(number -> all.subList(number * GROUP_SIZE, (number + 1) * GROUP_SIZE))
        .forEach(
            people -> {
              groups.add(people);
              ids.add(Talk.newGroup(people));
            });
  }

  /// From now on, until stopped.
  void start(int perSecond) {
    long micros = TimeUnit.SECONDS.toMicros(1) / perSecond;
    var _ = clock.scheduleAtFixedRate(this::sendOne, 0, micros, TimeUnit.MICROSECONDS);
  }

  /// Every group in turn, and every member of it in turn.
  private void sendOne() {
    int number = next++;
    int group = number % groups.size();
    List<Person> members = groups.get(group);
    Person sender = members.get(number / groups.size() % members.size());
    OutgoingMessage message =
        sender.device().send(ids.get(group), TestStack.BODY_MARK + " " + number);
    sent.add(new Sent(message, System.nanoTime()));
  }

  /// Stops, waits until everything is `sent`, and compares every member's view with the log.
  void stopAndCheck() {
    clock.shutdownNow();
    Talk.awaitSent(sent.stream().map(Sent::message).toList(), Duration.ofMinutes(2));
    for (int group = 0; group < groups.size(); group++) {
      Checker.check(stack, ids.get(group), groups.get(group));
    }
  }

  /// Sends one more message to each group and returns when its sender knows that all have it. Not
  /// after the traffic was stopped.
  void awaitReceipts() {
    for (int group = 0; group < groups.size(); group++) {
      UUID id = ids.get(group);
      Person sender = groups.get(group).getFirst();
      long seq = Talk.awaitSent(inTurn(sender, id));
      await("receipts of " + id)
          .atMost(Talk.PATIENCE)
          .until(
              () ->
                  sender.device().statuses().stream()
                      .filter(it -> it.conversation().equals(id) && it.messages() != null)
                      .flatMap(it -> it.messages().stream())
                      .anyMatch(it -> it.seq() == seq && it.delivered() == it.of()));
    }
  }

  /// By the one thread that sends, since the order of the calls is checked.
  private OutgoingMessage inTurn(Person sender, UUID group) {
    return CompletableFuture.supplyAsync(
            () -> sender.device().send(group, TestStack.BODY_MARK + " told?"), clock)
        .join();
  }

  int count() {
    return sent.size();
  }

  List<Person> people() {
    return groups.stream().flatMap(List::stream).toList();
  }

  /// Every message in the order of sending; after the check all of them have arrived.
  List<Delivered> delivered() {
    Map<String, Long> last = new HashMap<>();
    for (int group = 0; group < groups.size(); group++) {
      for (Person person : groups.get(group)) {
        for (TestDevice.Seen seen : person.device().seen(ids.get(group))) {
          last.merge(String.valueOf(seen.event().id()), seen.at(), Math::max);
        }
      }
    }
    return sent.stream()
        .map(one -> new Delivered(one.at(), last.getOrDefault(one.message().id(), one.at())))
        .toList();
  }

  @Override
  public void close() {
    clock.shutdownNow();
    Person.closeAll(people());
  }
}
