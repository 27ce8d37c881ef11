package dev.rivulet.api.presence;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rivulet.api.conversation.Place;
import dev.rivulet.api.conversation.PlaceStore;
import dev.rivulet.api.history.MemberRole;
import dev.rivulet.api.history.MemoryHistoryStore;
import dev.rivulet.contracts.frame.ServerFrame.UserPresence;
import dev.rivulet.contracts.id.Ids;
import dev.rivulet.contracts.log.PrivacyRecord;
import dev.rivulet.contracts.presence.PresenceQuestion.State;
import dev.rivulet.contracts.topic.PrivacyTable;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class PresenceResourceTest {
  private final UUID ann = UUID.randomUUID();
  private final UUID bob = UUID.randomUUID();
  private final UUID cy = UUID.randomUUID();
  private final MemoryHistoryStore history = new MemoryHistoryStore();
  private final Places places = new Places();
  private final Map<UUID, State> states = new HashMap<>();
  private final PrivacyTable privacy = new PrivacyTable();
  private final PresenceResource presence =
      new PresenceResource(places, history, users -> states, privacy);

  private static final class Places implements PlaceStore {
    private final Map<UUID, Map<UUID, Place>> all = new HashMap<>();

    void put(UUID user, Place place) {
      all.computeIfAbsent(user, _ -> new HashMap<>()).put(place.conversation(), place);
    }

    @Override
    public List<Place> all(UUID user) {
      return List.copyOf(all.getOrDefault(user, Map.of()).values());
    }

    @Override
    public Optional<Place> find(UUID user, UUID conversation) {
      return Optional.ofNullable(all.getOrDefault(user, Map.of()).get(conversation));
    }
  }

  @Test
  void peopleOfAnOpenedDirectConversationSeeEachOther() {
    direct(false, false);
    states.put(bob, new State(true, 0));
    states.put(ann, new State(false, 5));
    assertThat(visible(ann, bob)).containsExactly(new UserPresence(bob, true, null));
    assertThat(visible(bob, ann)).containsExactly(new UserPresence(ann, false, 5L));
  }

  @Test
  void strangersAreLeftOut() {
    states.put(cy, new State(true, 0));
    assertThat(visible(ann, cy)).isEmpty();
  }

  @Test
  void whoHasBlockedAndWhoIsBlockedSeeNothingOfEachOther() {
    group(ann, bob);
    direct(true, false);
    assertThat(visible(ann, bob)).isEmpty();
    assertThat(visible(bob, ann)).isEmpty();
  }

  @Test
  void membersOfASmallGroupSeeEachOtherUntilOneLeaves() {
    UUID group = group(ann, cy);
    assertThat(visible(ann, cy)).containsExactly(new UserPresence(cy, false, null));
    places.put(cy, new Place(group, 1, 7));
    assertThat(visible(ann, cy)).isEmpty();
    assertThat(visible(cy, ann)).isEmpty();
  }

  @Test
  void membersOfABigGroupAreStrangers() {
    UUID group = group(ann, bob);
    history.resize(group, 256);
    assertThat(visible(ann, bob)).hasSize(1);
    history.resize(group, 257);
    assertThat(visible(ann, bob)).isEmpty();
  }

  @Test
  void whoHidesIsLeftOut() {
    direct(false, false);
    privacy.put(PrivacyRecord.newBuilder().setUser(Ids.bytes(bob)).setHidesPresence(true).build());
    assertThat(visible(ann, bob)).isEmpty();
  }

  private List<UserPresence> visible(UUID asker, UUID other) {
    return presence.visible(asker, Set.of(other));
  }

  private void direct(boolean annBlocks, boolean bobBlocks) {
    UUID direct = Ids.direct(ann, bob);
    history.open(direct, ann, bob);
    places.put(ann, new Place(direct, 1, 0, MemberRole.MEMBER, false, annBlocks));
    places.put(bob, new Place(direct, 1, 0, MemberRole.MEMBER, false, bobBlocks));
  }

  private UUID group(UUID... members) {
    UUID group = UUID.randomUUID();
    history.create(
        group,
        "group",
        members[0],
        List.of(members).subList(1, members.length).toArray(UUID[]::new));
    for (UUID member : members) {
      places.put(member, new Place(group, 1, 0));
    }
    return group;
  }
}
