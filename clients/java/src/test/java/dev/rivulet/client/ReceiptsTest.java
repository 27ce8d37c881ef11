package dev.rivulet.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rivulet.client.fake.VirtualTime;
import dev.rivulet.client.store.Change;
import dev.rivulet.client.store.MemoryStore;
import dev.rivulet.client.store.Progress;
import dev.rivulet.contracts.frame.ClientFrame;
import dev.rivulet.contracts.frame.ServerFrame;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class ReceiptsTest {
  private static final UUID HERE = new UUID(1, 1);
  private static final UUID THERE = new UUID(2, 2);

  private final VirtualTime time = new VirtualTime();
  private final MemoryStore store = new MemoryStore();
  private final Receipts receipts = new Receipts(time.loop(), store);
  private final List<ClientFrame> frames = new ArrayList<>();

  @Test
  void claimsOfAQuarterOfASecondGoOutAsOne() {
    receipts.attached(frames::add);
    for (int seq = 1; seq <= 50; seq++) {
      receipts.delivered(HERE, seq);
    }
    receipts.delivered(THERE, 3);
    time.run(Duration.ofMillis(249));
    assertThat(frames).isEmpty();
    time.run(Duration.ofMillis(1));
    assertThat(frames)
        .containsExactlyInAnyOrder(
            new ClientFrame.Delivered(HERE, 50), new ClientFrame.Delivered(THERE, 3));
  }

  @Test
  void aReadSpeaksForWhatWasDelivered() {
    receipts.attached(frames::add);
    receipts.delivered(HERE, 5);
    receipts.read(HERE, 5);
    time.run(Duration.ofSeconds(1));
    assertThat(frames).containsExactly(new ClientFrame.Read(HERE, 5));
    receipts.delivered(HERE, 6);
    time.run(Duration.ofMillis(250));
    assertThat(frames)
        .containsExactly(
            new ClientFrame.Read(HERE, 5),
            new ClientFrame.Read(HERE, 5),
            new ClientFrame.Delivered(HERE, 6));
  }

  @Test
  void aClaimIsRepeatedUntilItIsEchoed() {
    receipts.attached(frames::add);
    receipts.delivered(HERE, 5);
    time.run(Duration.ofSeconds(8));
    assertThat(frames).hasSizeGreaterThan(1).containsOnly(new ClientFrame.Delivered(HERE, 5));
    receipts.echoed(new ServerFrame.Watermark(HERE, 4, 0, 0));
    int before = frames.size();
    time.run(Duration.ofSeconds(60));
    assertThat(frames).hasSizeGreaterThan(before);
    receipts.echoed(new ServerFrame.Watermark(HERE, 5, 0, 0));
    int after = frames.size();
    time.run(Duration.ofMinutes(10));
    assertThat(frames).hasSize(after);
  }

  @Test
  void aClaimThatNobodyEchoesIsGivenUpUntilTheNextAttach() {
    receipts.attached(frames::add);
    receipts.delivered(HERE, 5);
    time.run(Duration.ofHours(1));
    assertThat(frames).hasSize(9);
    time.run(Duration.ofHours(1));
    assertThat(frames).hasSize(9);
    receipts.detached();
    receipts.attached(frames::add);
    time.run(Duration.ofSeconds(1));
    assertThat(frames).hasSize(10);
  }

  @Test
  void nothingIsSentWithoutAConnectionAndEverythingAfterwards() {
    receipts.delivered(HERE, 5);
    receipts.read(THERE, 2);
    time.run(Duration.ofMinutes(1));
    assertThat(frames).isEmpty();
    receipts.attached(frames::add);
    time.run(Duration.ofMillis(250));
    assertThat(frames)
        .containsExactlyInAnyOrder(
            new ClientFrame.Delivered(HERE, 5), new ClientFrame.Read(THERE, 2));
  }

  @Test
  void whatAnotherDeviceHasSaidAlreadyIsNotSaidAgain() {
    receipts.attached(frames::add);
    receipts.echoed(new ServerFrame.Watermark(HERE, 9, 9, 9));
    receipts.delivered(HERE, 8);
    receipts.read(HERE, 9);
    time.run(Duration.ofMinutes(1));
    assertThat(frames).isEmpty();
  }

  @Test
  void manyConversationsGoOutInSeveralBatches() {
    receipts.attached(frames::add);
    for (int i = 0; i < 250; i++) {
      receipts.delivered(new UUID(7, i), 1);
    }
    time.run(Duration.ofMillis(250));
    assertThat(frames).hasSize(100);
    time.run(Duration.ofMillis(500));
    assertThat(frames).hasSize(250);
  }

  @Test
  void whatAProcessCouldNotTellTheNextOneTells() {
    receipts.attached(frames::add);
    receipts.read(HERE, 4);
    receipts.echoed(new ServerFrame.Watermark(HERE, 3, 3, 0));
    receipts.echoed(new ServerFrame.Watermark(THERE, 9, 9, 0));
    store.save(new Change.Advanced(HERE, new Progress(6, 6)));
    store.save(new Change.Advanced(THERE, new Progress(9, 9)));

    var next = new Receipts(time.loop(), store);
    next.begin();
    frames.clear();
    next.attached(frames::add);
    time.run(Duration.ofMillis(250));
    assertThat(frames)
        .contains(new ClientFrame.Read(HERE, 4), new ClientFrame.Delivered(HERE, 6))
        .noneMatch(frame -> frame.toString().contains(THERE.toString()));
  }
}
