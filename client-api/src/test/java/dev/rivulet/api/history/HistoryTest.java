package dev.rivulet.api.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rivulet.api.http.Problem;
import dev.rivulet.contracts.frame.ConversationEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Ann creates the group (1), writes 2 to 4, adds Cy (5), writes 6 and 7, removes Bob (8), writes 9
/// and 10, adds Bob again (11) and writes 12.
class HistoryTest {
  private static final long ANY = Long.MAX_VALUE;

  private final UUID ann = UUID.randomUUID();
  private final UUID bob = UUID.randomUUID();
  private final UUID cy = UUID.randomUUID();
  private final UUID dan = UUID.randomUUID();
  private final UUID group = UUID.randomUUID();
  private final MemoryHistoryStore store = new MemoryHistoryStore();
  private final History history = new History(store);

  @BeforeEach
  void happen() {
    store.create(group, "group", ann, bob);
    write(3);
    store.add(group, ann, cy);
    write(2);
    store.remove(group, ann, bob);
    write(2);
    store.add(group, ann, bob);
    write(1);
  }

  private void write(int messages) {
    for (int i = 0; i < messages; i++) {
      store.message(group, ann, "text");
    }
  }

  @Test
  void pagesGoBackToTheFirstEvent() {
    List<Long> seqs = new ArrayList<>();
    long before = ANY;
    boolean more = true;
    while (more) {
      History.Page page = history.page(ann, group, before, 5);
      page.events().forEach(event -> seqs.add(event.seq()));
      before = seqs.getLast();
      more = page.more();
    }
    assertThat(seqs).containsExactly(12L, 11L, 10L, 9L, 8L, 7L, 6L, 5L, 4L, 3L, 2L, 1L);
    assertThat(history.page(ann, group, 1, 5)).isEqualTo(new History.Page(List.of(), false));
  }

  @Test
  void aLaterMembersPagesEndAtHisJoining() {
    History.Page page = history.page(cy, group, ANY, 50);
    assertThat(page.events()).extracting(ConversationEvent::seq).contains(5L).doesNotContain(4L);
    assertThat(page.more()).isFalse();
  }

  @Test
  void whatHappenedWhileAwayIsHidden() {
    assertThat(history.page(bob, group, ANY, 50).events())
        .filteredOn(event -> event.kind().equals("hidden"))
        .extracting(ConversationEvent::seq)
        .containsExactly(10L, 9L);
    assertThat(kinds(history.range(bob, group, 7, 12)))
        .containsExactly("message", "removed", "hidden", "hidden", "added", "message");
  }

  @Test
  void aFormerMembersPagesBeginWithHisRemoval() {
    store.remove(group, ann, cy);
    write(5);
    History.Page page = history.page(cy, group, ANY, 2);
    assertThat(page.events()).extracting(ConversationEvent::seq).containsExactly(13L, 12L);
    assertThat(history.page(cy, group, 17, 50).events()).hasSize(9);
  }

  @Test
  void anOutsiderGetsTheAnswerOfAnUnknownConversation() {
    for (UUID conversation : List.of(group, UUID.randomUUID())) {
      isUnknown(() -> history.page(dan, conversation, ANY, 5));
      isUnknown(() -> history.range(dan, conversation, 1, 5));
    }
  }

  private static void isUnknown(org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            Problem.class,
            problem -> {
              assertThat(problem.status()).isEqualTo(404);
              assertThat(problem.code()).isEqualTo("unknown-conversation");
            });
  }

  @Test
  void aRangeIsDense() {
    History.Range range = history.range(cy, group, 3, 7);
    assertThat(range.complete()).isTrue();
    assertThat(range.events())
        .extracting(ConversationEvent::seq)
        .containsExactly(3L, 4L, 5L, 6L, 7L);
    assertThat(kinds(range)).containsExactly("hidden", "hidden", "added", "message", "message");
  }

  @Test
  void aRangeStopsBeforeWhatIsNotStored() {
    store.forget(group, 6);
    History.Range range = history.range(ann, group, 5, 7);
    assertThat(range.complete()).isFalse();
    assertThat(range.retryAfter()).isPositive();
    assertThat(range.events()).extracting(ConversationEvent::seq).containsExactly(5L);
    assertThat(history.range(ann, group, 12, 14).complete()).isFalse();
  }

  @Test
  void aRangeTooLargeForOneAnswerGoesOnAtOnce() {
    store.setSliceMax(3);
    History.Range range = history.range(ann, group, 1, 12);
    assertThat(range.events()).hasSize(3);
    assertThat(range.complete()).isFalse();
    assertThat(range.retryAfter()).isZero();
    History.Page page = history.page(ann, group, ANY, 50);
    assertThat(page.events()).extracting(ConversationEvent::seq).containsExactly(12L, 11L, 10L);
    assertThat(page.more()).isTrue();
  }

  /// A new membership may still be on its way to the store: hidden would end the repair of its gap.
  @Test
  void whatComesAfterARemovalIsNeitherShownNorCalledHidden() {
    store.remove(group, ann, cy);
    write(2);
    History.Range range = history.range(cy, group, 12, 15);
    assertThat(kinds(range)).containsExactly("message", "removed");
    assertThat(range.complete()).isFalse();
  }

  @Test
  void aRemovalStoredWhileAPageIsReadHidesWhatFollows() {
    store.remove(group, ann, bob);
    UUID eve = UUID.randomUUID();
    store.add(group, ann, eve);
    store.afterEvents(() -> store.remove(group, ann, eve));
    // The page was read for a member; what it held was decided before his removal.
    assertThat(history.page(eve, group, ANY, 50).events())
        .extracting(ConversationEvent::kind)
        .containsExactly("added");
    write(1);
    assertThat(history.page(eve, group, ANY, 50).events())
        .extracting(ConversationEvent::kind)
        .containsExactly("removed", "added");
  }

  private static List<String> kinds(History.Range range) {
    return range.events().stream().map(ConversationEvent::kind).toList();
  }
}
