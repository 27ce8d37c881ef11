package dev.rivulet.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rivulet.client.fake.FakeBackend;
import dev.rivulet.client.fake.VirtualTime;
import dev.rivulet.client.fake.Weather;
import dev.rivulet.contracts.frame.ConversationEvent;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Several clients in bad weather, everything drawn from a seed: `-Drivulet.seed=N` runs one again.
class StormTest {
  private static final int SEEDS = Integer.getInteger("rivulet.seeds", 40);
  private static final int WRITERS = 4;
  private static final Duration STORM = Duration.ofMinutes(1);
  private static final Duration CALM = Duration.ofMinutes(2);

  static LongStream seeds() {
    var one = Long.getLong("rivulet.seed");
    return one == null ? new Random().longs(SEEDS).map(Math::abs) : LongStream.of(one);
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void everyMemberGetsTheLogOnceAndInOrder(long seed) {
    var storm = new Storm(seed);
    storm.rage();
    storm.check();
  }

  /// One run: a writer with two devices, two others, and one who comes and goes.
  private static final class Storm {
    final long seed;
    final Random random;
    final VirtualTime time = new VirtualTime();
    final FakeBackend backend;
    final List<Person> people = new ArrayList<>();
    final List<UUID> groups = new ArrayList<>();
    int written;

    Storm(long seed) {
      this.seed = seed;
      this.random = new Random(seed);
      this.backend = new FakeBackend(time, seed);
      var ann = backend.newId();
      people.add(new Person(time, backend, ann, seed));
      people.add(new Person(time, backend, ann, seed + 1));
      people.add(new Person(time, backend, backend.newId(), seed + 2));
      people.add(new Person(time, backend, backend.newId(), seed + 3));
      for (int group = 0; group < 2; group++) {
        groups.add(
            backend.createGroup(ann, people.stream().map(one -> one.user).distinct().toList()));
      }
      groups.stream().filter(_ -> random.nextBoolean()).forEach(backend::makeBig);
    }

    void rage() {
      people.forEach(person -> person.client.start());
      time.run(Duration.ofMillis(random.nextLong(500)));
      backend.weather(Weather.FOUL);
      write();
      guest();
      restarts();
      time.run(STORM);
      backend.weather(Weather.FAIR);
      time.run(CALM);
    }

    private void write() {
      if (written < 300) {
        var person = people.get(random.nextInt(WRITERS));
        var group = groups.get(random.nextInt(groups.size()));
        for (int burst = random.nextInt(6); burst >= 0; burst--) {
          person.say(group, person.device + " " + written++);
        }
        time.after(random.nextLong(300), this::write);
      }
    }

    private void guest() {
      var ann = people.getFirst().user;
      var guest = new Person(time, backend, backend.newId(), seed + 9);
      people.add(guest);
      guest.client.start();
      var group = groups.getFirst();
      time.after(5_000, () -> backend.add(group, ann, guest.user));
      time.after(15_000, () -> backend.remove(group, ann, guest.user));
      time.after(25_000, () -> backend.add(group, ann, guest.user));
    }

    private void restarts() {
      for (int i = 0; i < 3; i++) {
        time.after(
            random.nextLong(STORM.toMillis()),
            () -> people.get(random.nextInt(people.size())).client.reconnect());
        time.after(random.nextLong(STORM.toMillis()), () -> people.get(2).client.stop());
        time.after(random.nextLong(STORM.toMillis()), () -> people.get(2).client.start());
      }
      time.after(STORM.toMillis(), () -> people.get(2).client.start());
      time.after(random.nextLong(STORM.toMillis()), () -> people.get(3).restart());
      time.after(random.nextLong(STORM.toMillis()), () -> people.get(1).restart());
    }

    void check() {
      for (var person : people) {
        for (var group : groups) {
          assertThat(person.seqs(group))
              .as("seed %d: what %s was given of %s", seed, person.device, group)
              .isEqualTo(visible(group, person.user));
        }
        assertThat(person.sent.stream().filter(Storm::lost))
            .as("seed %d: outcomes of %s", seed, person.device)
            .isEmpty();
        for (var group : groups) {
          assertThat(logged(group, person))
              .as("seed %d: order of %s in %s", seed, person.device, group)
              .isEqualTo(said(group, person));
        }
        assertThat(person.store.state().drafts()).isEmpty();
      }
    }

    /// What a process that was restarted does not know any more, the log tells below.
    private static boolean lost(OutgoingMessage message) {
      return !message.outcome().isCompletedExceptionally()
          && !(message.outcomeNow() instanceof Outcome.Sent);
    }

    private List<Long> visible(UUID group, UUID user) {
      return backend.log().events(group).stream()
          .map(ConversationEvent::seq)
          .filter(seq -> backend.log().sees(group, user, seq))
          .toList();
    }

    private List<String> logged(UUID group, Person person) {
      return backend.log().events(group).stream()
          .filter(event -> person.device.equals(event.device()))
          .map(ConversationEvent::text)
          .toList();
    }

    private static List<String> said(UUID group, Person person) {
      return person.sent.stream()
          .filter(message -> message.conversation().equals(group))
          .map(OutgoingMessage::text)
          .toList();
    }
  }
}
