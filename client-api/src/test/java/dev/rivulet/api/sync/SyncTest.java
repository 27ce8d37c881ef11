package dev.rivulet.api.sync;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dev.rivulet.api.ManualClock;
import dev.rivulet.api.conversation.Place;
import dev.rivulet.api.conversation.PlaceStore;
import dev.rivulet.contracts.Cursor;
import dev.rivulet.contracts.frame.ConversationEvent;
import dev.rivulet.contracts.id.Ids;
import dev.rivulet.contracts.log.Content;
import dev.rivulet.contracts.log.Event;
import dev.rivulet.contracts.log.MessageEdited;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
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
  private final List<Place> places = new ArrayList<>();
  private final Map<UUID, Set<Long>> deleted = new HashMap<>();
  private final Sync sync = new Sync(store, new Places(places), _ -> deleted, 8, clock);

  private record Places(List<Place> own) implements PlaceStore {
    @Override
    public List<Place> all(UUID user) {
      return own;
    }

    @Override
    public Optional<Place> find(UUID user, UUID conversation) {
      return own.stream().filter(it -> it.conversation().equals(conversation)).findFirst();
    }
  }

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
  void whatWasDeletedMeanwhileIsNotSaid() {
    Content content = Content.newBuilder().setContent(ByteString.copyFromUtf8("said")).build();
    store.put(today, 3, event(1));
    store.put(today, 8, event(2));
    store.put(
        today,
        10,
        event(3).toBuilder()
            .setMessageEdited(MessageEdited.newBuilder().setSeq(1).setContent(content))
            .build());
    store.setProgress(12);
    deleted.put(conversation, Set.of(1L));
    List<ConversationEvent> events = sync.sync(ann, Optional.of(at(3)), at(12), 100).events();
    assertThat(events).extracting(ConversationEvent::seq).containsExactly(1L, 2L, 3L);
    assertThat(events.toString()).contains("text 2").doesNotContain("text 1", "said");
    assertThat(Objects.requireNonNull(events.getFirst().state()).deleted()).isTrue();
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
  void bigConversationsWithNewsComeAsHeads() {
    UUID older = UUID.randomUUID();
    UUID foreign = UUID.randomUUID();
    places.add(new Place(conversation, 1, 0));
    places.add(new Place(older, 1, 0));
    store.head(conversation, 5, 40);
    store.head(older, 2, 90);
    store.head(foreign, 6, 1);
    store.setProgress(10);
    assertThat(sync.sync(ann, Optional.of(at(3)), at(10), 100).heads())
        .containsExactly(new Heads.Head(conversation, 40));
    assertThat(sync.sync(ann, Optional.of(at(6)), at(10), 100).heads()).isEmpty();
  }

  /// Its newest event comes live, so nothing else would tell of those before.
  @Test
  void aBigConversationThatWentOnAfterTheAttachIsToldOfOnTheLastPage() {
    places.add(new Place(conversation, 1, 0));
    store.head(conversation, 12, 40);
    store.setProgress(7);
    Sync.Answer early = sync.sync(ann, Optional.of(at(3)), at(10), 100);
    assertThat(early.complete()).isFalse();
    assertThat(early.heads()).isEmpty();
    store.setProgress(10);
    Optional<Cursor> next = Cursor.decode(early.cursor());
    assertThat(sync.sync(ann, next, at(10), 100).heads())
        .containsExactly(new Heads.Head(conversation, 40));
  }

  @Test
  void aFormerMemberIsToldOfNothingAfterHisRemoval() {
    places.add(new Place(conversation, 1, 31));
    store.head(conversation, 5, 40);
    store.setProgress(10);
    assertThat(sync.sync(ann, Optional.of(at(3)), at(10), 100).heads())
        .containsExactly(new Heads.Head(conversation, 30));
  }

  /// A head is told of at least once, however it moves between the pages.
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
  void aHeadThatMovesIsNotMissed(long seed) {
    Random random = new Random(seed);
    places.add(new Place(conversation, 1, 0));
    for (long offset = 0; offset < 40; offset += 2) {
      store.put(today, offset, event(offset + 1));
    }
    long moved = random.nextInt(40);
    store.head(conversation, moved, moved);
    store.setProgress(60);
    Cursor from = at(0);
    long told = -1;
    Sync.Answer answer;
    do {
      answer = sync.sync(ann, Optional.of(from), at(40), 1 + random.nextInt(6));
      for (Heads.Head head : answer.heads()) {
        told = Math.max(told, head.seq());
      }
      from = Cursor.decode(answer.cursor()).orElseThrow();
      moved = Math.min(50, moved + random.nextInt(9));
      store.head(conversation, moved, moved);
    } while (!answer.complete());
    assertThat(told).as("seed %d", seed).isNotNegative();
  }

  @Test
  void whatIsHiddenFromTheReaderHasNoContent() {
    Event hidden = event(2).toBuilder().setHiddenFrom(Ids.bytes(ann)).build();
    store.put(today, 4, hidden);
    store.setProgress(10);
    assertThat(sync.sync(ann, Optional.of(at(3)), at(10), 100).events())
        .containsExactly(ConversationEvent.hidden(conversation, 2));
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
