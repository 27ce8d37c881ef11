package dev.rivulet.contracts.topic;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rivulet.contracts.log.MemberInterval;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class MemberSpansTest {
  @Test
  void membershipHoldsFromJoiningUntilLeaving() {
    var spans = MemberSpans.joined(5).and(MemberSpans.left(8));
    assertThat(seen(spans, 10)).containsExactly(5L, 6L, 7L);
    assertThat(spans.lasts()).isFalse();
    assertThat(spans.end()).isEqualTo(8);
  }

  @Test
  void whoIsAddedAgainSeesNothingOfTheTimeBetween() {
    var spans = MemberSpans.joined(2).and(MemberSpans.left(4)).and(MemberSpans.joined(7));
    assertThat(seen(spans, 9)).containsExactly(2L, 3L, 7L, 8L, 9L);
    assertThat(spans.lasts()).isTrue();
  }

  @Test
  void whoLeavesAndComesBackByTheNextEventMissesNothing() {
    var spans = MemberSpans.joined(2).and(MemberSpans.left(4)).and(MemberSpans.joined(4));
    assertThat(seen(spans, 6)).containsExactly(2L, 3L, 4L, 5L, 6L);
  }

  @Test
  void sameFactsInAnyOrderAreTheSameMembership() {
    var facts =
        new ArrayList<>(
            List.of(
                MemberSpans.joined(2),
                MemberSpans.left(4),
                MemberSpans.joined(7),
                MemberSpans.joined(9),
                MemberSpans.left(12)));
    var expected = List.of(2L, 3L, 7L, 8L, 9L, 10L, 11L);
    for (int seed = 0; seed < 50; seed++) {
      Collections.shuffle(facts, new Random(seed));
      var spans = MemberSpans.NONE;
      for (var fact : facts) {
        spans = spans.and(fact).and(MemberSpans.of(spans.intervals()));
      }
      assertThat(seen(spans, 15)).isEqualTo(expected);
    }
  }

  @Test
  void nothingNewIsTheSameObject() {
    var spans = MemberSpans.joined(2).and(MemberSpans.left(4));
    assertThat(spans.and(MemberSpans.left(4))).isSameAs(spans);
    assertThat(spans.and(MemberSpans.of(spans.intervals()))).isSameAs(spans);
  }

  @Test
  void historyFromTheStartDoesNotBeginTheMembershipEarlier() {
    var interval = MemberInterval.newBuilder().setVisibleFrom(1).setJoined(6).build();
    assertThat(seen(MemberSpans.of(List.of(interval)), 7)).containsExactly(6L, 7L);
  }

  private static List<Long> seen(MemberSpans spans, long until) {
    var seen = new ArrayList<Long>();
    for (long seq = 1; seq <= until; seq++) {
      if (spans.contains(seq)) {
        seen.add(seq);
      }
    }
    return seen;
  }
}
