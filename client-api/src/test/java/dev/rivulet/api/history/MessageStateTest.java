package dev.rivulet.api.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import dev.rivulet.api.http.Problem;
import dev.rivulet.contracts.frame.ConversationEvent;
import dev.rivulet.contracts.frame.ConversationEvent.State;
import dev.rivulet.contracts.id.Ids;
import dev.rivulet.contracts.log.Content;
import dev.rivulet.contracts.log.Event;
import dev.rivulet.contracts.log.MessageDeleted;
import dev.rivulet.contracts.log.MessageEdited;
import dev.rivulet.contracts.log.Reacted;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Ann creates the group (1) and writes 2 and 3.
class MessageStateTest {
  private final UUID ann = UUID.randomUUID();
  private final UUID bob = UUID.randomUUID();
  private final UUID group = UUID.randomUUID();
  private final MemoryHistoryStore store = new MemoryHistoryStore();
  private final History history = new History(store);

  @BeforeEach
  void begin() {
    store.create(group, "group", ann, bob);
    store.message(group, ann, "first");
    store.message(group, ann, "second");
  }

  private long edit(long seq, String text) {
    return store.happen(group, ann, edited(seq, text));
  }

  private static Event.Builder edited(long seq, String text) {
    Content content = Content.newBuilder().setContent(ByteString.copyFromUtf8(text)).build();
    return Event.newBuilder()
        .setMessageEdited(MessageEdited.newBuilder().setSeq(seq).setContent(content));
  }

  private long delete(long seq) {
    return store.happen(
        group, ann, Event.newBuilder().setMessageDeleted(MessageDeleted.newBuilder().setSeq(seq)));
  }

  private static Event.Builder reacted(long seq, String emoji) {
    return Event.newBuilder().setReacted(Reacted.newBuilder().setSeq(seq).setEmoji(emoji));
  }

  private ConversationEvent shown(UUID reader, long seq) {
    return history.page(reader, group, seq + 1, 1).events().getFirst();
  }

  private ConversationEvent decided(UUID reader, long seq) {
    return history.range(reader, group, seq, seq).events().getFirst();
  }

  @Test
  void aMessageThatNothingHappenedToHasNoState() {
    assertThat(shown(bob, 2)).isEqualTo(decided(bob, 2));
    assertThat(shown(bob, 2).state()).isNull();
  }

  @Test
  void aPageShowsTheNewestTextAndARangeWhatWasDecided() {
    edit(2, "better");
    long newest = edit(2, "best");
    assertThat(shown(bob, 2).text()).isEqualTo("best");
    assertThat(shown(bob, 2).state()).isEqualTo(new State(newest, null, List.of()));
    assertThat(decided(bob, 2).text()).isEqualTo("first");
    assertThat(decided(bob, 4).text()).isEqualTo("better");
  }

  @Test
  void whatADeletedMessageSaidIsToldNowhere() {
    edit(2, "better");
    delete(2);
    for (ConversationEvent event : List.of(shown(bob, 2), decided(bob, 2))) {
      assertThat(event.kind()).isEqualTo("message");
      assertThat(event.text()).isNull();
      assertThat(event.state()).isEqualTo(new State(null, true, List.of()));
    }
    for (ConversationEvent event : List.of(shown(bob, 4), decided(bob, 4))) {
      assertThat(event.kind()).isEqualTo("edited");
      assertThat(event.text()).isNull();
    }
    assertThat(decided(bob, 5).kind()).isEqualTo("deleted");
  }

  @Test
  void reactionsAreCountedByKindAndPerson() {
    store.happen(group, ann, reacted(2, "+1"));
    store.happen(group, bob, reacted(2, "+1"));
    store.happen(group, bob, reacted(2, "+1"));
    store.happen(group, ann, reacted(2, "-1"));
    Event.Builder back = reacted(2, "gone");
    store.happen(group, ann, reacted(2, "gone"));
    back.getReactedBuilder().setRemoved(true);
    store.happen(group, ann, back);
    State state = shown(bob, 2).state();
    assertThat(state).isNotNull();
    assertThat(state.reactions())
        .containsExactly(
            new ConversationEvent.Reaction("+1", 2, true),
            new ConversationEvent.Reaction("-1", 1, false));
    assertThat(shown(bob, 3).state()).isNull();
  }

  @Test
  void twentyKindsOfAReactionAreShown() {
    for (int i = 0; i < 25; i++) {
      store.happen(group, ann, reacted(2, "kind-" + i));
    }
    State state = shown(ann, 2).state();
    assertThat(state).isNotNull();
    assertThat(state.reactions()).hasSize(20);
  }

  @Test
  void aFormerMemberDoesNotSeeWhatWasDoneAfterHisRemoval() {
    store.happen(group, ann, reacted(3, "+1"));
    store.remove(group, ann, bob);
    edit(2, "later");
    store.happen(group, ann, reacted(3, "-1"));
    assertThat(shown(bob, 2).kind()).isEqualTo("hidden");
    State state = shown(bob, 3).state();
    assertThat(state).isNotNull();
    assertThat(state.reactions()).containsExactly(new ConversationEvent.Reaction("+1", 1, false));
  }

  @Test
  void whatABlockHidesChangesNothingForTheOneWhoBlocks() {
    store.happen(group, ann, edited(2, "secret").setHiddenFrom(Ids.bytes(bob)));
    store.happen(group, ann, reacted(2, "+1").setHiddenFrom(Ids.bytes(bob)));
    assertThat(shown(bob, 2).text()).isEqualTo("first");
    assertThat(shown(bob, 2).state()).isNull();
    assertThat(shown(bob, 4).kind()).isEqualTo("hidden");
    assertThat(decided(bob, 4).kind()).isEqualTo("hidden");
    assertThat(shown(ann, 2).text()).isEqualTo("secret");
  }

  @Test
  void aMessageIsFoundForThoseWhoSeeIt() {
    assertThat(history.message(bob, group, 2).event().getMessage().getContent().toStringUtf8())
        .isEqualTo("first");
    isProblem(1, 404, "unknown-message");
    isProblem(1_000, 404, "unknown-message");
    isProblem(4, 503, "unavailable");
    store.happen(
        group,
        ann,
        Event.newBuilder()
            .setMessage(Content.newBuilder().setContent(ByteString.copyFromUtf8("secret")))
            .setHiddenFrom(Ids.bytes(bob)));
    isProblem(4, 404, "unknown-message");
    assertThatThrownBy(() -> history.message(UUID.randomUUID(), group, 2))
        .isInstanceOfSatisfying(
            Problem.class, it -> assertThat(it.code()).isEqualTo("unknown-conversation"));
  }

  private void isProblem(long seq, int status, String code) {
    assertThatThrownBy(() -> history.message(bob, group, seq))
        .isInstanceOfSatisfying(
            Problem.class,
            problem -> {
              assertThat(problem.status()).isEqualTo(status);
              assertThat(problem.code()).isEqualTo(code);
            });
  }
}
