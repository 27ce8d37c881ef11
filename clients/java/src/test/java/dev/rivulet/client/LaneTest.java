package dev.rivulet.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rivulet.client.store.Draft;
import dev.rivulet.contracts.Bounds;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class LaneTest {
  private static final UUID CONVERSATION = UUID.randomUUID();

  private final Lane lane = new Lane(1);

  @Test
  void numbersDenselyInTheOrderGiven() {
    add("a", "b", "c");

    assertThat(sent(lane.take())).containsExactly("1:a", "2:b", "3:c");
    assertThat(lane.take()).isEmpty();
    assertThat(lane.next()).isEqualTo(4);
  }

  @Test
  void letsNoMoreThanTheBoundOutAtOnce() {
    for (int i = 0; i < Bounds.UNCONFIRMED_MAX + 2; i++) {
      add("m" + i);
    }

    assertThat(lane.take()).hasSize(Bounds.UNCONFIRMED_MAX);
    lane.decided("m0", 1);
    assertThat(sent(lane.take())).containsExactly((Bounds.UNCONFIRMED_MAX + 1) + ":m128");
  }

  @Test
  void sendsTheSameAgainOnANewConnection() {
    add("a", "b", "c");
    lane.take();
    lane.decided("a", 1);
    lane.restart();

    assertThat(sent(lane.take())).containsExactly("2:b", "3:c");
  }

  @Test
  void waitsForAllAnswersOfABurstBeforeItSendsAgain() {
    add("a", "b", "c");
    lane.take();
    add("d");

    assertThat(lane.hold("b", 2, 1)).isTrue();
    assertThat(lane.take()).as("d must not overtake").isEmpty();
    assertThat(lane.settled()).isFalse();
    lane.hold("a", 1, 0);
    lane.hold("c", 3, 1);
    assertThat(lane.settled()).isTrue();

    assertThat(lane.resume()).as("the numbers were right").isEmpty();
    assertThat(sent(lane.take())).containsExactly("1:a", "2:b", "3:c", "4:d");
  }

  @Test
  void numbersAgainFromWhereTheLogAsks() {
    add("a", "b", "c");
    lane.take();
    lane.remove("a");
    lane.hold("b", 2, 1);
    lane.hold("c", 3, 1);

    assertThat(sent(lane.resume())).containsExactly("1:b", "2:c");
    assertThat(lane.next()).isEqualTo(3);
  }

  @Test
  void sendsOneAtATimeWhileTheNumbersAreInDoubt() {
    add("a", "b", "c");
    lane.take();
    lane.hold("a", 1, 7);
    lane.hold("b", 2, 7);
    lane.hold("c", 3, 7);
    lane.resume();

    assertThat(sent(lane.take())).containsExactly("7:a");
    lane.decided("a", 0);
    assertThat(sent(lane.take())).as("a duplicate proves nothing").containsExactly("8:b");
    lane.decided("b", 8);
    assertThat(sent(lane.take())).containsExactly("9:c");
    add("d");
    assertThat(sent(lane.take())).containsExactly("10:d");
  }

  @Test
  void doubtsNumbersThatComeFromAStore() {
    var stored = new Lane(5);
    stored.add(message("a", 5));
    stored.add(message("b", 6));

    assertThat(sent(stored.take())).containsExactly("5:a");
  }

  @Test
  void ignoresAnswersToNumbersThatAMessageHasNoMore() {
    add("a");
    lane.take();
    lane.hold("a", 1, 7);
    lane.resume();
    lane.take();

    assertThat(lane.hold("a", 1, 7)).isFalse();
    assertThat(lane.settled()).isFalse();
  }

  @Test
  void doesNotGoBackBehindWhatIsKnownToBeDecided() {
    add("a", "b");
    lane.take();
    lane.hold("b", 2, 1);
    lane.decided("a", 1);

    assertThat(lane.resume()).as("b keeps its number").isEmpty();
    assertThat(sent(lane.take())).containsExactly("2:b");
  }

  private void add(String... ids) {
    for (var id : ids) {
      lane.add(message(id, lane.next()));
    }
  }

  private static OutgoingMessage message(String id, long n) {
    return new OutgoingMessage(new Draft(CONVERSATION, id, n, id, 0, List.of(), List.of()));
  }

  private static List<String> sent(List<OutgoingMessage> messages) {
    return messages.stream().map(message -> message.n() + ":" + message.id()).toList();
  }
}
