package dev.rivulet.api.conversation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rivulet.api.history.GroupState;
import dev.rivulet.api.history.MemberRole;
import dev.rivulet.api.history.MemoryHistoryStore;
import dev.rivulet.api.http.Problem;
import dev.rivulet.api.receipt.MemoryWatermarkStore;
import dev.rivulet.api.receipt.Watermarks;
import dev.rivulet.contracts.id.Ids;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class ConversationsTest {
  private final UUID ann = UUID.randomUUID();
  private final UUID bob = UUID.randomUUID();
  private final UUID cy = UUID.randomUUID();
  private final MemoryPlaceStore places = new MemoryPlaceStore();
  private final MemoryHistoryStore history = new MemoryHistoryStore();
  private final MemoryWatermarkStore watermarks = new MemoryWatermarkStore();
  private final Conversations conversations = new Conversations(places, history, watermarks);

  /// A group of Ann's with this many messages: the more, the newer.
  private UUID group(int messages) {
    UUID group = UUID.randomUUID();
    history.create(group, "group " + messages, ann, bob);
    for (int i = 0; i < messages; i++) {
      history.message(group, ann, "text");
    }
    places.places.add(new Place(group, 1, 0));
    return group;
  }

  @Test
  void theListIsNewestFirstAndComesInPages() {
    for (int messages : new int[] {3, 9, 1, 7, 5, 5, 5}) {
      group(messages);
    }
    List<ConversationView> seen = new ArrayList<>();
    Optional<ListPosition> after = Optional.empty();
    do {
      Conversations.Page page = conversations.list(ann, after, 2);
      seen.addAll(page.conversations());
      after = Optional.ofNullable(page.next()).flatMap(ListPosition::decode);
    } while (after.isPresent());
    assertThat(seen)
        .extracting(ConversationView::count)
        .containsExactly(9L, 7L, 5L, 5L, 5L, 3L, 1L);
    assertThat(seen).extracting(ConversationView::conversation).doesNotHaveDuplicates();
  }

  @Test
  void aDirectConversationNamesItsTwo() {
    UUID direct = Ids.direct(ann, bob);
    history.open(direct, ann, bob);
    places.places.add(new Place(direct, 1, 0));
    ConversationView view = conversations.one(ann, direct);
    assertThat(view.kind()).isEqualTo("direct");
    assertThat(view.name()).isNull();
    assertThat(view.members()).containsExactly(ann, bob);
    assertThat(conversations.one(ann, direct)).isEqualTo(view);
  }

  @Test
  void aFormerMembersConversationStandsStill() {
    UUID group = group(2);
    history.remove(group, ann, bob);
    history.message(group, ann, "after");
    places.places.set(0, new Place(group, 1, 5));
    ConversationView view = conversations.one(bob, group);
    assertThat(view.seq()).isEqualTo(4);
    assertThat(view.count()).isEqualTo(2);
    assertThat(view.time()).isEqualTo(4000);
    assertThat(view.leftAt()).isEqualTo(5);
    assertThat(view.name()).isEqualTo("group 2");
  }

  @Test
  void aFormerMemberIsNotToldWhatWasChangedLater() {
    UUID group = group(2);
    history.remove(group, ann, bob);
    places.places.set(0, new Place(group, 1, 5, MemberRole.ADMIN, true, false));
    history.describe(
        group,
        new GroupState(
            new GroupState.Said<>("later", 5),
            new GroupState.Said<>(cy, 4),
            new GroupState.Said<>(true, 6),
            new GroupState.Said<>(true, 3)));
    ConversationView view = conversations.one(bob, group);
    assertThat(view.name()).isNull();
    assertThat(view.picture()).isEqualTo(cy);
    assertThat(view.closed()).isNull();
    assertThat(view.history()).isEqualTo("from-the-start");
    assertThat(view.role()).isNull();
    assertThat(view.muted()).isTrue();
  }

  @Test
  void aMemberIsToldHowTheGroupIsKeptAndWhatHeIs() {
    UUID group = group(2);
    places.places.set(0, new Place(group, 1, 0, MemberRole.ADMIN, false, true));
    history.describe(
        group,
        new GroupState(
            new GroupState.Said<>("new", 5), null, new GroupState.Said<>(true, 6), null));
    ConversationView view = conversations.one(bob, group);
    assertThat(view.name()).isEqualTo("new");
    assertThat(view.picture()).isNull();
    assertThat(view.closed()).isTrue();
    assertThat(view.history()).isEqualTo("from-joining");
    assertThat(view.role()).isEqualTo("admin");
    assertThat(view.muted()).isNull();
    assertThat(view.blocked()).isTrue();
  }

  @Test
  void unreadIsTheCountAtTheHeadLessThatAtTheReadSeq() {
    UUID group = group(5);
    watermarks.put(group, ann, new Watermarks(4, 4, 4, 3));
    ConversationView view = conversations.one(ann, group);
    assertThat(view.read()).isEqualTo(4);
    assertThat(view.unread()).isEqualTo(2);
    history.add(group, ann, cy);
    assertThat(conversations.one(ann, group).unread()).isEqualTo(2);
  }

  @Test
  void theTotalCountsEveryConversationOnEveryPage() {
    for (int messages : new int[] {3, 4, 5}) {
      watermarks.put(group(messages), ann, new Watermarks(2, 2, 2, 1));
    }
    Conversations.Page page = conversations.list(ann, Optional.empty(), 1);
    assertThat(page.unread()).isEqualTo(2 + 3 + 4);
    assertThat(page.conversations()).extracting(ConversationView::unread).containsExactly(4L);
    Optional<ListPosition> next = Optional.ofNullable(page.next()).flatMap(ListPosition::decode);
    assertThat(conversations.list(ann, next, 1).unread()).isEqualTo(page.unread());
  }

  @Test
  void beforeAnyWatermarkIsStoredUnreadStartsAtTheJoin() {
    UUID group = group(3);
    history.add(group, ann, cy);
    history.message(group, ann, "text");
    places.places.set(0, new Place(group, 5, 0));
    assertThat(conversations.one(cy, group).unread()).isEqualTo(1);
    assertThat(conversations.one(cy, group).read()).isEqualTo(5);
  }

  @Test
  void watermarksAheadOfTheStoredHeadLeaveNothingUnread() {
    UUID group = group(2);
    watermarks.put(group, ann, new Watermarks(9, 9, 9, 8));
    assertThat(conversations.one(ann, group).unread()).isZero();
    assertThat(conversations.one(ann, group).read()).isEqualTo(3);
  }

  @Test
  void whoHasBlockedTheOtherHasNothingUnread() {
    UUID group = group(2);
    places.places.set(0, new Place(group, 1, 0, MemberRole.MEMBER, false, true));
    assertThat(conversations.one(ann, group).unread()).isZero();
  }

  @Test
  void membersAreListedWithTheirRoles() {
    UUID group = group(0);
    history.role(group, bob, 7, MemberRole.ADMIN);
    assertThat(conversations.members(ann, group))
        .contains(new Conversations.Member(bob, "admin", 1));
  }

  @Test
  void whatIsNotStoredYetIsUnknown() {
    UUID group = UUID.randomUUID();
    places.places.add(new Place(group, 1, 0));
    isUnknown(group);
    assertThat(conversations.list(ann, Optional.empty(), 10).conversations()).isEmpty();
    isUnknown(UUID.randomUUID());
  }

  private void isUnknown(UUID conversation) {
    assertThatThrownBy(() -> conversations.one(ann, conversation))
        .isInstanceOfSatisfying(
            Problem.class, problem -> assertThat(problem.code()).isEqualTo("unknown-conversation"));
  }

  @Test
  void membersSeeWhoIsThereNow() {
    UUID group = group(0);
    history.add(group, ann, cy);
    history.remove(group, ann, bob);
    assertThat(conversations.members(ann, group))
        .containsExactlyInAnyOrder(
            new Conversations.Member(ann, "owner", 1), new Conversations.Member(cy, "member", 2));
    for (UUID stranger : List.of(bob, UUID.randomUUID())) {
      assertThatThrownBy(() -> conversations.members(stranger, group))
          .isInstanceOfSatisfying(
              Problem.class,
              problem -> assertThat(problem.code()).isEqualTo("unknown-conversation"));
    }
  }

  @Test
  void aPositionOfSomebodyElsesMakingIsNone() {
    ListPosition position = new ListPosition(5, UUID.randomUUID());
    assertThat(ListPosition.decode(position.encode())).hasValue(position);
    for (String bad : new String[] {"", "%", "AAAA"}) {
      assertThat(ListPosition.decode(bad)).isEmpty();
    }
  }
}
