package dev.rivulet.api.sync;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dev.rivulet.api.ManualClock;
import dev.rivulet.contracts.Cursor;
import dev.rivulet.contracts.frame.ConversationEvent;
import dev.rivulet.contracts.id.Ids;
import dev.rivulet.contracts.log.Content;
import dev.rivulet.contracts.log.Event;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SyncTest {
  private static final int GENERATION = 7;
  private static final long DAY = Duration.ofDays(1).toMillis();

  private final ManualClock clock = new ManualClock();
  private final int today = (int) (clock.millis() / DAY);
  private final UUID ann = UUID.randomUUID();
  private final UUID conversation = UUID.randomUUID();
  private final MemoryInboxStore store = new MemoryInboxStore();
  private final Sync sync = new Sync(store, 8, clock);

  private Event event(long seq) {
    return Event.newBuilder()
        .setConversation(Ids.bytes(conversation))
        .setSeq(seq)
        .setUser(Ids.bytes(ann))
        .setMessage(Content.newBuilder().setContent(ByteString.copyFromUtf8("text " + seq)))
        .build();
  }

  private Cursor at(long offset) {
    return new Cursor(GENERATION, offset, clock.millis());
  }

  @Test
  void everythingBeforeTheAttachIsReturned() {
    store.put(today, 3, event(1));
    store.put(today, 8, event(2));
    store.put(today, 10, event(3));
    store.setProgress(12);
    Sync.Answer answer = sync.sync(ann, Optional.of(at(3)), at(10), 100);
    assertThat(seqs(answer)).containsExactly(1L, 2L);
    assertThat(answer.complete()).isTrue();
    assertThat(answer.resync()).isFalse();
    assertThat(answer.retryAfter()).isNull();
    assertThat(Cursor.decode(answer.cursor()).orElseThrow().offset()).isEqualTo(10);
  }

  @Test
  void anEmptyInboxIsCompleteOnceItIsStored() {
    store.setProgress(9);
    assertThat(sync.sync(ann, Optional.of(at(3)), at(10), 100).complete()).isFalse();
    store.setProgress(10);
    assertThat(sync.sync(ann, Optional.of(at(3)), at(10), 100).complete()).isTrue();
  }

  @Test
  void aRowBeyondTheProgressWaits() {
    store.put(today, 3, event(1));
    store.put(today, 5, event(2));
    store.setProgress(5);
    Sync.Answer answer = sync.sync(ann, Optional.of(at(0)), at(6), 100);
    assertThat(seqs(answer)).containsExactly(1L);
    assertThat(answer.complete()).isFalse();
    assertThat(answer.retryAfter()).isBetween(50L, 500L);
    store.setProgress(6);
    Optional<Cursor> next = Cursor.decode(answer.cursor());
    assertThat(seqs(sync.sync(ann, next, at(6), 100))).containsExactly(2L);
  }

  @Test
  void aSinkThatStoredNothingMakesTheClientWait() {
    Sync.Answer answer = sync.sync(ann, Optional.of(at(3)), at(100_000), 100);
    assertThat(answer.events()).isEmpty();
    assertThat(answer.retryAfter()).isEqualTo(500);
    assertThat(answer.cursor()).isEqualTo(at(3).encode());
  }

  @Test
  void aNewDeviceOrAnotherGenerationOrAnOldCursorRebuilds() {
    Cursor other = new Cursor(GENERATION + 1, 5, clock.millis());
    Cursor old = new Cursor(GENERATION, 5, clock.millis() - Duration.ofDays(31).toMillis());
    for (Optional<Cursor> from :
        List.<Optional<Cursor>>of(Optional.empty(), Optional.of(other), Optional.of(old))) {
      Sync.Answer answer = sync.sync(ann, from, at(10), 100);
      assertThat(answer.resync()).isTrue();
      assertThat(answer.complete()).isFalse();
      assertThat(answer.events()).isEmpty();
      assertThat(Cursor.decode(answer.cursor()))
          .hasValue(new Cursor(GENERATION, 0, clock.millis() - DAY));
    }
  }

  @Test
  void aCursorAheadOfTheAttachMissesNothing() {
    Sync.Answer answer = sync.sync(ann, Optional.of(at(12)), at(10), 100);
    assertThat(answer.complete()).isTrue();
    assertThat(answer.cursor()).isEqualTo(at(12).encode());
  }

  @Test
  void aCursorOfAnyTimeIsAnswered() {
    store.setProgress(10);
    Cursor future = new Cursor(GENERATION, 3, Long.MAX_VALUE);
    assertThat(sync.sync(ann, Optional.of(future), at(10), 100).complete()).isTrue();
  }

  @Test
  void rowsOfTheDayBeforeTheCursorAreFound() {
    store.put(today - 1, 4, event(1));
    store.setProgress(10);
    assertThat(seqs(sync.sync(ann, Optional.of(at(3)), at(10), 100))).containsExactly(1L);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
  void pagesReturnEachEventOnceAndInOrder(long seed) {
    Random random = new Random(seed);
    List<Long> stored = new ArrayList<>();
    long offset = 0;
    for (int day = today - 20; day <= today; day++) {
      for (int i = random.nextInt(6); i > 0; i--) {
        offset += 1 + random.nextInt(5);
        store.put(day, offset, event(offset));
        stored.add(offset);
      }
    }
    Cursor to = at(offset + 1 + random.nextInt(3));
    Cursor from = new Cursor(GENERATION, 0, (today - 20) * DAY);
    List<Long> seen = new ArrayList<>();
    long progress = 0;
    Sync.Answer answer;
    do {
      progress = Math.min(to.offset(), progress + random.nextInt(20));
      store.setProgress(progress);
      answer = sync.sync(ann, Optional.of(from), to, 1 + random.nextInt(4));
      seen.addAll(seqs(answer));
      from = Cursor.decode(answer.cursor()).orElseThrow();
    } while (!answer.complete());
    assertThat(seen).as("seed %d", seed).isEqualTo(stored);
    assertThat(from.offset()).isEqualTo(to.offset());
  }

  private static List<Long> seqs(Sync.Answer answer) {
    return answer.events().stream().map(ConversationEvent::seq).toList();
  }
}
