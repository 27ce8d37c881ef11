package dev.rivulet.api.history;

import static dev.rivulet.api.history.Access.Right.HIDDEN;
import static dev.rivulet.api.history.Access.Right.LATER;
import static dev.rivulet.api.history.Access.Right.VISIBLE;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dev.rivulet.contracts.id.Ids;
import dev.rivulet.contracts.log.Event;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AccessTest {
  private static final UUID ANN = UUID.randomUUID();
  private static final UUID BOB = UUID.randomUUID();

  private static Access access(List<MembershipChange> changes) {
    return Access.of(ANN, changes);
  }

  private static MembershipChange joined(long seq) {
    return MembershipChange.joined(seq, MemberRole.MEMBER);
  }

  private static MembershipChange left(long seq) {
    return MembershipChange.left(seq);
  }

  @Test
  void anOutsiderKnowsNothing() {
    Access access = access(List.of());
    assertThat(access.isNone()).isTrue();
    assertThat(access.isMember()).isFalse();
    assertThat(access.at(1)).isEqualTo(LATER);
  }

  @Test
  void aMemberSeesFromTheEventThatAddedHim() {
    Access access = access(List.of(joined(5)));
    assertThat(access.isMember()).isTrue();
    assertThat(access.at(4)).isEqualTo(HIDDEN);
    assertThat(access.at(5)).isEqualTo(VISIBLE);
    assertThat(access.at(1_000_000)).isEqualTo(VISIBLE);
  }

  @Test
  void aFormerMemberSeesTheEventThatRemovedHimAndNothingAfter() {
    Access access = access(List.of(joined(5), left(9)));
    assertThat(access.isMember()).isFalse();
    assertThat(access.at(9)).isEqualTo(VISIBLE);
    assertThat(access.at(10)).isEqualTo(LATER);
    assertThat(access.end()).isEqualTo(10);
  }

  @Test
  void whatHappenedBetweenTwoMembershipsStaysHidden() {
    Access access = access(List.of(joined(5), left(9), joined(20)));
    assertThat(access.first()).isEqualTo(5);
    assertThat(access.at(9)).isEqualTo(VISIBLE);
    assertThat(access.at(10)).isEqualTo(HIDDEN);
    assertThat(access.at(19)).isEqualTo(HIDDEN);
    assertThat(access.at(20)).isEqualTo(VISIBLE);
  }

  @Test
  void repeatedChangesChangeNothing() {
    assertThat(access(List.of(left(3))).isNone()).isTrue();
    Access twice = access(List.of(joined(5), joined(7), left(9), left(11)));
    assertThat(twice.first()).isEqualTo(5);
    assertThat(twice.end()).isEqualTo(10);
  }

  @Test
  void aRoleGivenToAMemberChangesHisRoleAlone() {
    Access access =
        access(
            List.of(
                joined(5),
                MembershipChange.joined(7, MemberRole.ADMIN),
                MembershipChange.joined(9, MemberRole.OWNER)));
    assertThat(access.role()).isEqualTo(MemberRole.OWNER);
    assertThat(access.visibleFrom()).isEqualTo(5);
    assertThat(access.at(4)).isEqualTo(HIDDEN);
    Access again =
        access(
            List.of(joined(5), MembershipChange.joined(7, MemberRole.ADMIN), left(8), joined(9)));
    assertThat(again.role()).isEqualTo(MemberRole.MEMBER);
    assertThat(again.visibleFrom()).isEqualTo(9);
  }

  @Test
  void whoJoinsAGroupThatShowsItsHistorySeesItAll() {
    Access access = access(List.of(new MembershipChange(5, true, MemberRole.MEMBER, 1)));
    assertThat(access.first()).isEqualTo(1);
    assertThat(access.at(1)).isEqualTo(VISIBLE);
    Access again =
        access(List.of(joined(5), left(8), new MembershipChange(20, true, MemberRole.MEMBER, 1)));
    assertThat(again.first()).isEqualTo(1);
    assertThat(again.at(12)).isEqualTo(VISIBLE);
    assertThat(again.visibleFrom()).isEqualTo(1);
  }

  @Test
  void anEventIsShownToThoseItIsMeantForAndNotHiddenFrom() {
    Access access = access(List.of(joined(5)));
    ByteString ann = Ids.bytes(ANN);
    ByteString bob = Ids.bytes(BOB);
    Event event = Event.newBuilder().setSeq(6).build();
    assertThat(access.shows(event)).isTrue();
    assertThat(access.shows(event.toBuilder().setSeq(4).build())).isFalse();
    assertThat(access.shows(event.toBuilder().setHiddenFrom(bob).build())).isTrue();
    assertThat(access.shows(event.toBuilder().setHiddenFrom(bob.concat(ann)).build())).isFalse();
    assertThat(access.shows(event.toBuilder().setOnlyFor(ann).build())).isTrue();
    assertThat(access.shows(event.toBuilder().setOnlyFor(bob).build())).isFalse();
    assertThat(access.shows(6, ann)).isFalse();
    assertThat(access.shows(6, bob)).isTrue();
    assertThat(access.shows(4, bob)).isFalse();
  }

  /// Changes come at the end of the list alone, so what was said of a seq before stays true.
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void whatIsVisibleOrHiddenStaysSo(long seed) {
    Random random = new Random(seed);
    List<MembershipChange> changes = new ArrayList<>();
    long head = 0;
    for (int i = 0; i < 30; i++) {
      Access before = access(changes);
      head += 1 + random.nextInt(3);
      changes.add(random.nextBoolean() ? joined(head) : left(head));
      Access after = access(changes);
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
