package dev.rivulet.sink.event;

import static dev.rivulet.sink.TestEvents.ANN;
import static dev.rivulet.sink.TestEvents.BOB;
import static dev.rivulet.sink.TestEvents.CY;
import static dev.rivulet.sink.TestEvents.added;
import static dev.rivulet.sink.TestEvents.created;
import static dev.rivulet.sink.TestEvents.edited;
import static dev.rivulet.sink.TestEvents.in;
import static dev.rivulet.sink.TestEvents.left;
import static dev.rivulet.sink.TestEvents.message;
import static dev.rivulet.sink.TestEvents.role;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rivulet.contracts.log.Event;
import dev.rivulet.contracts.log.Role;
import dev.rivulet.sink.store.Row;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class EventPlanTest {
  private static final UUID OTHER = new UUID(0xc000_0000_0000_4000L, 2);

  @Test
  void messagesTakeOneRoundAndOneHeadPerConversation() {
    var events = List.of(message(4, "a"), message(5, "b"), in(OTHER, message(9, "c")));
    var plan = EventPlan.of(events);

    assertThat(plan.rounds()).hasSize(1);
    assertThat(kinds(plan.rounds().getFirst()))
        .containsExactly("messages", "messages", "messages", "heads", "heads");
    assertThat(heads(plan.rounds().getFirst())).containsExactly(5L, 9L);
    assertThat(plan.rounds().getFirst().complete()).isEqualTo(events);
  }

  @Test
  void membershipIsStoredBeforeTheHistoryOfItsConversation() {
    var plan = EventPlan.of(List.of(message(4, "a"), added(5, CY), message(6, "b"), left(7, BOB)));

    assertThat(kinds(plan.rounds().get(0)))
        .containsExactlyInAnyOrder(
            "members-joined", "conversations-joined", "members-left", "conversations-left");
    assertThat(plan.rounds().get(0).complete()).isEmpty();
    assertThat(kinds(plan.rounds().get(1)))
        .containsExactly("messages", "messages", "messages", "messages", "heads");
    assertThat(seqs(plan.rounds().get(1).complete())).containsExactly(4L, 5L, 6L, 7L);
  }

  @Test
  void aChangeElsewhereDoesNotHoldAMessageBack() {
    var plan = EventPlan.of(List.of(added(5, CY), in(OTHER, message(9, "c"))));

    assertThat(seqs(plan.rounds().get(0).complete())).containsExactly(9L);
    assertThat(seqs(plan.rounds().get(1).complete())).containsExactly(5L);
  }

  @Test
  void theBeginningOfAGroupIsPartOfItsHistory() {
    var plan = EventPlan.of(List.of(created("friends", ANN, BOB)));

    assertThat(kinds(plan.rounds().get(1))).containsExactly("messages", "heads-group", "heads");
  }

  @Test
  void anEditIsStoredUnderItsOwnSeqAndOnTheMessage() {
    var plan = EventPlan.of(List.of(message(4, "a"), edited(5, 4, "b")));

    assertThat(plan.rounds()).hasSize(1);
    assertThat(kinds(plan.rounds().getFirst()))
        .containsExactly("messages", "messages", "messages-edited", "heads");
  }

  @Test
  void aRoleIsStoredBeforeTheEventThatTellsOfIt() {
    var plan = EventPlan.of(List.of(role(5, BOB, Role.ADMIN)));

    assertThat(kinds(plan.rounds().get(0))).containsExactly("members-joined", "conversations-role");
    assertThat(kinds(plan.rounds().get(1))).containsExactly("messages", "heads");
  }

  @Test
  void whatIsPlannedTwiceIsTheSame() {
    var events = List.of(created("friends", ANN, BOB), message(2, "a"), left(3, BOB));

    assertThat(EventPlan.of(events)).isEqualTo(EventPlan.of(events));
  }

  private static List<String> kinds(EventPlan.Round round) {
    return round.rows().stream().map(row -> row.kind().name()).toList();
  }

  private static List<Object> heads(EventPlan.Round round) {
    return round.rows().stream()
        .filter(row -> row.kind().name().equals("heads"))
        .map(Row::values)
        .map(values -> values.get(1))
        .toList();
  }

  private static List<Long> seqs(List<Event> events) {
    return events.stream().map(Event::getSeq).toList();
  }
}
