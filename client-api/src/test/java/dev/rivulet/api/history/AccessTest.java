package dev.rivulet.api.history;

import static dev.rivulet.api.history.Access.Right.HIDDEN;
import static dev.rivulet.api.history.Access.Right.LATER;
import static dev.rivulet.api.history.Access.Right.VISIBLE;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AccessTest {
  private static MembershipChange joined(long seq) {
    return new MembershipChange(seq, true, false);
  }

  private static MembershipChange left(long seq) {
    return new MembershipChange(seq, false, false);
  }

  @Test
  void anOutsiderKnowsNothing() {
    Access access = Access.of(List.of());
    assertThat(access.isNone()).isTrue();
    assertThat(access.isMember()).isFalse();
    assertThat(access.at(1)).isEqualTo(LATER);
  }

  @Test
  void aMemberSeesFromTheEventThatAddedHim() {
    Access access = Access.of(List.of(joined(5)));
    assertThat(access.isMember()).isTrue();
    assertThat(access.at(4)).isEqualTo(HIDDEN);
    assertThat(access.at(5)).isEqualTo(VISIBLE);
    assertThat(access.at(1_000_000)).isEqualTo(VISIBLE);
  }

  @Test
  void aFormerMemberSeesTheEventThatRemovedHimAndNothingAfter() {
    Access access = Access.of(List.of(joined(5), left(9)));
    assertThat(access.isMember()).isFalse();
    assertThat(access.at(9)).isEqualTo(VISIBLE);
    assertThat(access.at(10)).isEqualTo(LATER);
    assertThat(access.end()).isEqualTo(10);
  }

  @Test
  void whatHappenedBetweenTwoMembershipsStaysHidden() {
    Access access = Access.of(List.of(joined(5), left(9), joined(20)));
    assertThat(access.first()).isEqualTo(5);
    assertThat(access.at(9)).isEqualTo(VISIBLE);
    assertThat(access.at(10)).isEqualTo(HIDDEN);
    assertThat(access.at(19)).isEqualTo(HIDDEN);
    assertThat(access.at(20)).isEqualTo(VISIBLE);
  }

  @Test
  void repeatedChangesChangeNothing() {
    assertThat(Access.of(List.of(left(3))).isNone()).isTrue();
    Access twice = Access.of(List.of(joined(5), joined(7), left(9), left(11)));
    assertThat(twice.first()).isEqualTo(5);
    assertThat(twice.end()).isEqualTo(10);
  }

  /// Changes come at the end of the list alone, so what was said of a seq before stays true.
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void whatIsVisibleOrHiddenStaysSo(long seed) {
    Random random = new Random(seed);
    List<MembershipChange> changes = new ArrayList<>();
    long head = 0;
    for (int i = 0; i < 30; i++) {
      Access before = Access.of(changes);
      head += 1 + random.nextInt(3);
      changes.add(new MembershipChange(head, random.nextBoolean(), false));
      Access after = Access.of(changes);
      for (long seq = 1; seq <= head - 1; seq++) {
        Access.Right right = before.at(seq);
        boolean over = right == HIDDEN || (right == VISIBLE && seq < head);
        if (over) {
          assertThat(after.at(seq)).as("seed %d, seq %d", seed, seq).isEqualTo(right);
        }
      }
    }
  }
}
