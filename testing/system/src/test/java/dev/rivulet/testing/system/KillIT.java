package dev.rivulet.testing.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.rivulet.client.OutgoingMessage;
import dev.rivulet.servers.ServerProcess;
import dev.rivulet.stack.LocalStack;
import dev.rivulet.stack.Services;
import dev.rivulet.testing.system.TestDevice.Seen;
import java.lang.management.ManagementFactory;
import java.lang.management.OperatingSystemMXBean;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Each process in turn is killed (SIGKILL) in the middle of a stream of 5,000 messages to a group
/// of 10. It comes back by itself, and then every member's view equals the log.
@ExtendWith(StackExtension.class)
@Timeout(240)
@Order(8)
class KillIT {
  private static final int MEMBERS = 10;
  private static final int SENDERS = 2;

  /// Each sender gives so many messages before the kill, and as many right after it.
  private static final int HALF = 1_250;

  /// The kill comes when so many of the first sender's messages are decided.
  private static final int KILL_AT = 500;

  private static final Duration PATIENCE = Duration.ofSeconds(150);

  private static final OperatingSystemMXBean OS = ManagementFactory.getOperatingSystemMXBean();

  private final TestStack stack;

  KillIT(TestStack stack) {
    this.stack = stack;
  }

  enum Victim {
    FANOUT,
    ROUTER,
    GATEWAY,
    STORAGE_SINK,
    CLIENT_API,
    REDIS,
    CASSANDRA,
    BROKER;

    ServerProcess process(LocalStack stack) {
      return switch (this) {
        case FANOUT -> stack.service(Services.FANOUT);
        case ROUTER -> stack.service(Services.ROUTER);
        case GATEWAY -> stack.service(Services.EDGE_GATEWAY);
        case STORAGE_SINK -> stack.service(Services.STORAGE_SINK);
        case CLIENT_API -> stack.service(Services.CLIENT_API);
        case REDIS -> stack.redis();
        case CASSANDRA -> stack.cassandra();
        case BROKER -> stack.kafka();
      };
    }
  }

  @BeforeEach
  void everythingIsReady() {
    stack.processes().processes().forEach(KillIT::awaitReady);
  }

  @ParameterizedTest(name = "{0}")
  @EnumSource(names = {"ROUTER", "BROKER"})
  void everyViewEqualsTheLogAfterTheKillOf(Victim victim) {
    everyViewEqualsTheLogAfter(victim);
  }

  @ParameterizedTest(name = "{0}")
  @EnumSource(
      mode = EnumSource.Mode.EXCLUDE,
      names = {"ROUTER", "BROKER"})
  @Tag("slow")
  void everyViewEqualsTheLogAfterTheKillOfAnyOther(Victim victim) {
    everyViewEqualsTheLogAfter(victim);
  }

  private void everyViewEqualsTheLogAfter(Victim victim) {
    List<Person> people = stack.people(MEMBERS);
    UUID group = Talk.newGroup(people);
    List<OutgoingMessage> messages = new ArrayList<>(sendHalf(people, group));
    messages.get(KILL_AT).decided().join();

    ServerProcess process = victim.process(stack.processes());
    long pid = process.pid();
    long killed = System.nanoTime();
    process.kill();
    messages.addAll(sendHalf(people, group));
    // One who comes back while it is away, so that attach and sync meet it too.
    people.getLast().device().client().reconnect();
    TestStack.awaitReturn(process, pid);
    double back = seconds(killed, System.nanoTime());

    Talk.awaitSent(messages, PATIENCE);
    Truth truth = Checker.check(stack, group, people);
    assertThat(truth.lastSeq()).isEqualTo(1 + 2 * HALF * SENDERS);
    report(victim, group, people, killed, back);
    Person.closeAll(people);
  }

  private static List<OutgoingMessage> sendHalf(List<Person> people, UUID group) {
    return people.stream()
        .limit(SENDERS)
        .flatMap(person -> person.device().sendMany(group, HALF).stream())
        .toList();
  }

  private static void awaitReady(ServerProcess process) {
    await(process.name() + " is ready")
        .atMost(PATIENCE)
        .until(() -> process.isAlive() && process.answers());
  }

  /// The budgets are 15 s for the live path and 20 s for readers that wait for commits. They are
  /// printed, not asserted: a time that a test demands fails on the next busy machine.
  private void report(
      Victim victim, UUID group, List<Person> people, long killed, double processBack) {
    double live =
        people.stream()
            .limit(MEMBERS - 1)
            .mapToDouble(person -> longestPause(person, group, killed))
            .max()
            .orElseThrow();
    double cameBack = longestPause(people.getLast(), group, killed);
    double committed =
        longestPause(killed, stack.log().entries(group).stream().map(EventLog.Entry::at));
    System.out.printf(
        "          kill of %s: process ready after %.1f s; longest pause of live delivery %.1f s,"
            + " for one who reconnects meanwhile %.1f s, of committed readers %.1f s (load %.0f)%n",
        victim, processBack, live, cameBack, committed, OS.getSystemLoadAverage());
  }

  private static double longestPause(Person person, UUID group, long since) {
    return longestPause(since, person.device().seen(group).stream().map(Seen::at));
  }

  /// Seconds between two arrivals, of which the later is after `since`.
  private static double longestPause(long since, Stream<Long> arrivals) {
    List<Long> times = arrivals.sorted().toList();
    double longest = 0;
    for (int at = 1; at < times.size(); at++) {
      if (times.get(at) - since > 0) {
        longest = Math.max(longest, seconds(times.get(at - 1), times.get(at)));
      }
    }
    return longest;
  }

  private static double seconds(long from, long to) {
    return (to - from) / 1e9;
  }
}
