package dev.rivulet.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rivulet.client.store.Progress;
import dev.rivulet.contracts.frame.ConversationEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class TimelineTest {
  private static final UUID CONVERSATION = UUID.randomUUID();

  @Test
  void releasesInOrderWhateverComesFirst() {
    var timeline = new Timeline(new Progress(4, 4));

    assertThat(timeline.offer(event(6))).isEmpty();
    assertThat(timeline.offer(event(7))).isEmpty();
    assertThat(seqs(timeline.offer(event(5)))).containsExactly(5L, 6L, 7L);
  }

  @Test
  void releasesNothingTwice() {
    var timeline = new Timeline(new Progress(4, 4));

    assertThat(seqs(timeline.offer(event(5)))).containsExactly(5L);
    assertThat(timeline.offer(event(5))).isEmpty();
    assertThat(timeline.offer(event(3))).isEmpty();
  }

  @Test
  void namesTheFirstStretchThatIsMissing() {
    var timeline = new Timeline(new Progress(4, 4));
    timeline.offer(event(9));
    timeline.heard(2_000);

    assertThat(timeline.missing(500)).contains(new Timeline.Range(5, 8));
    assertThat(timeline.missing(2)).contains(new Timeline.Range(5, 6));
    assertThat(seqs(timeline.filled(new Timeline.Range(5, 8), List.of(event(5), event(7)))))
        .as("6 and 8 are not visible to us")
        .containsExactly(5L, 7L, 9L);
    assertThat(timeline.missing(500)).contains(new Timeline.Range(10, 509));
  }

  @Test
  void remembersThatThereIsMoreThanItKeeps() {
    var timeline = new Timeline(new Progress(0, 0));
    long last = Timeline.WAITING_MAX + 10L;
    LongStream.rangeClosed(2, last).forEach(seq -> timeline.offer(event(seq)));

    assertThat(timeline.offer(event(1))).hasSize(Timeline.WAITING_MAX);
    assertThat(timeline.missing(500).orElseThrow().to()).isEqualTo(last);
    assertThat(timeline.progress().known()).isEqualTo(last);
  }

  @Test
  void waitsUntilItKnowsWhereToBegin() {
    var timeline = new Timeline();

    assertThat(timeline.offer(event(8))).isEmpty();
    assertThat(timeline.missing(500)).isEmpty();
    assertThat(timeline.first()).hasValueSatisfying(event -> assertThat(event.seq()).isEqualTo(8));
    assertThat(seqs(timeline.start(7))).containsExactly(8L);
  }

  @Test
  void releasesOnceWhatAnAnswerBringsAndWhatCameMeanwhile() {
    var timeline = new Timeline(new Progress(3, 8));
    var asked = timeline.missing(500).orElseThrow();
    timeline.offer(event(5));
    timeline.offer(event(7));

    var answer = LongStream.rangeClosed(4, 8).mapToObj(TimelineTest::event).toList();
    assertThat(seqs(timeline.filled(asked, answer))).containsExactly(4L, 5L, 6L, 7L, 8L);
    assertThat(timeline.progress()).isEqualTo(new Progress(8, 8));
  }

  @Test
  void takesLateAnswersForWhatTheyAreWorth() {
    var timeline = new Timeline(new Progress(0, 0));
    timeline.offer(event(4));
    var asked = timeline.missing(500).orElseThrow();
    LongStream.rangeClosed(1, 3).forEach(seq -> timeline.offer(event(seq)));

    var answer = List.of(event(1), event(2), event(3));
    assertThat(timeline.filled(asked, answer)).isEmpty();
    assertThat(timeline.progress()).isEqualTo(new Progress(4, 4));
  }

  @Test
  void mergesAnyMixtureIntoOneOrder() {
    long seed = new Random().nextLong();
    var random = new Random(seed);
    for (int round = 0; round < 200; round++) {
      var timeline = new Timeline(new Progress(0, 0));
      var released = new ArrayList<Long>();
      int last = 1 + random.nextInt(60);
      for (int step = 0; step < 300; step++) {
        released.addAll(seqs(timeline.offer(event(1 + random.nextInt(last)))));
        var missing = timeline.missing(1 + random.nextInt(10));
        if (missing.isPresent() && random.nextInt(4) == 0) {
          var range = missing.get();
          var answer =
              LongStream.rangeClosed(range.from(), range.to())
                  .mapToObj(TimelineTest::event)
                  .toList();
          released.addAll(seqs(timeline.filled(range, answer)));
        }
      }
      assertThat(released)
          .as("seed %d, round %d", seed, round)
          .isEqualTo(LongStream.rangeClosed(1, released.size()).boxed().toList());
    }
  }

  private static ConversationEvent event(long seq) {
    return ConversationEvent.hidden(CONVERSATION, seq);
  }

  private static List<Long> seqs(List<ConversationEvent> events) {
    return events.stream().map(ConversationEvent::seq).toList();
  }
}
