package dev.rivulet.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rivulet.client.fake.VirtualTime;
import dev.rivulet.contracts.frame.ClientFrame;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class SignalsTest {
  private static final UUID HERE = new UUID(1, 1);
  private static final UUID BOB = new UUID(2, 2);

  private final VirtualTime time = new VirtualTime();
  private final Signals signals = new Signals(time.loop());
  private final List<ClientFrame> frames = new ArrayList<>();

  @Test
  void whoeverWritesIsAnnouncedAtMostEveryThreeSeconds() {
    signals.attached(frames::add);
    for (int i = 0; i < 60; i++) {
      signals.writing(HERE);
      time.run(Duration.ofMillis(100));
    }
    assertThat(frames).containsExactly(new ClientFrame.Typing(HERE), new ClientFrame.Typing(HERE));
  }

  @Test
  void thatSomebodyWroteWithoutAConnectionIsNeverSaid() {
    signals.writing(HERE);
    signals.attached(frames::add);
    assertThat(frames).isEmpty();
  }

  @Test
  void whomToWatchIsSaidAgainAfterEachAttach() {
    signals.watch(List.of(BOB));
    signals.attached(frames::add);
    signals.detached();
    signals.attached(frames::add);
    assertThat(frames)
        .containsExactly(new ClientFrame.Watch(List.of(BOB)), new ClientFrame.Watch(List.of(BOB)));
    signals.watch(List.of());
    assertThat(frames).endsWith(new ClientFrame.Watch(List.of()));
  }

  @Test
  void moreThan200AreRefused() {
    var many = Stream.generate(UUID::randomUUID).limit(201).toList();
    assertThatThrownBy(() -> Signals.watchable(many)).isInstanceOf(IllegalArgumentException.class);
    assertThat(Signals.watchable(List.of(BOB, BOB))).containsExactly(BOB);
  }
}
