package dev.rivulet.api.history;

import com.google.protobuf.ByteString;
import dev.rivulet.contracts.id.Ids;
import dev.rivulet.contracts.log.Content;
import dev.rivulet.contracts.log.DirectOpened;
import dev.rivulet.contracts.log.Event;
import dev.rivulet.contracts.log.GroupCreated;
import dev.rivulet.contracts.log.MembersAdded;
import dev.rivulet.contracts.log.MembersRemoved;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Conversations in memory, written by the events that a test appends.
public final class MemoryHistoryStore implements HistoryStore {
  private final Map<UUID, TreeMap<Long, StoredEvent>> events = new HashMap<>();
  private final Map<UUID, Head> heads = new HashMap<>();
  private final Map<UUID, TreeMap<UUID, List<MembershipChange>>> changes = new HashMap<>();
  private final Map<UUID, List<Reaction>> reactions = new HashMap<>();
  private int sliceMax = Integer.MAX_VALUE;
  private @Nullable Runnable afterEvents;

  /// At most this many events in one slice.
  public void setSliceMax(int sliceMax) {
    this.sliceMax = sliceMax;
  }

  /// Something that happens once, right after events were read.
  public void afterEvents(Runnable action) {
    this.afterEvents = action;
  }

  public void open(UUID conversation, UUID one, UUID other) {
    List<ByteString> both = List.of(Ids.bytes(one), Ids.bytes(other));
    append(
        conversation,
        Event.newBuilder()
            .setUser(Ids.bytes(one))
            .setDirectOpened(DirectOpened.newBuilder().addAllMembers(both)));
    join(conversation, one, 1, false);
    join(conversation, other, 1, false);
  }

  public void create(UUID conversation, String name, UUID owner, UUID... members) {
    GroupCreated.Builder created =
        GroupCreated.newBuilder().setName(name).setOwner(Ids.bytes(owner));
    created.addMembers(Ids.bytes(owner));
    join(conversation, owner, 1, true);
    for (UUID member : members) {
      created.addMembers(Ids.bytes(member));
      join(conversation, member, 1, false);
    }
    append(conversation, Event.newBuilder().setUser(Ids.bytes(owner)).setGroupCreated(created));
  }

  public void message(UUID conversation, UUID user, String text) {
    append(
        conversation,
        Event.newBuilder()
            .setUser(Ids.bytes(user))
            .setMessage(Content.newBuilder().setContent(ByteString.copyFromUtf8(text))));
  }

  public void add(UUID conversation, UUID actor, UUID user) {
    long seq =
        append(
            conversation,
            Event.newBuilder()
                .setUser(Ids.bytes(actor))
                .setMembersAdded(MembersAdded.newBuilder().addUsers(Ids.bytes(user))));
    join(conversation, user, seq, false);
  }

  public void remove(UUID conversation, UUID actor, UUID user) {
    long seq =
        append(
            conversation,
            Event.newBuilder()
                .setUser(Ids.bytes(actor))
                .setMembersRemoved(MembersRemoved.newBuilder().addUsers(Ids.bytes(user))));
    of(conversation, user).add(MembershipChange.left(seq));
  }

  /// Appends an event and does to the rows of messages what storage-sink does.
  public long happen(UUID conversation, UUID user, Event.Builder event) {
    long seq = append(conversation, event.setUser(Ids.bytes(user)));
    Event whole = at(conversation, seq).event();
    switch (whole.getBodyCase()) {
      case MESSAGE_EDITED -> {
        long target = whole.getMessageEdited().getSeq();
        StoredEvent old = at(conversation, target);
        all(conversation).put(target, new StoredEvent(old.event(), whole, old.deleted()));
      }
      case MESSAGE_DELETED -> {
        long target = whole.getMessageDeleted().getSeq();
        StoredEvent old = at(conversation, target);
        all(conversation).put(target, new StoredEvent(old.event(), old.edit(), seq));
      }
      case REACTED -> react(conversation, user, whole);
      default -> {}
    }
    return seq;
  }

  private void react(UUID conversation, UUID user, Event event) {
    List<Reaction> all = reactions.computeIfAbsent(conversation, _ -> new ArrayList<>());
    long target = event.getReacted().getSeq();
    String emoji = event.getReacted().getEmoji();
    all.removeIf(it -> it.seq() == target && it.emoji().equals(emoji) && it.user().equals(user));
    boolean present = !event.getReacted().getRemoved();
    all.add(new Reaction(target, emoji, user, event.getSeq(), present, event.getHiddenFrom()));
  }

  private StoredEvent at(UUID conversation, long seq) {
    return Objects.requireNonNull(all(conversation).get(seq));
  }

  public void describe(UUID conversation, GroupState state) {
    heads.computeIfPresent(
        conversation,
        (_, old) ->
            new Head(old.seq(), old.count(), old.time(), old.members(), old.direct(), state));
  }

  /// As if it had this many members.
  public void resize(UUID conversation, int members) {
    heads.computeIfPresent(
        conversation,
        (_, old) ->
            new Head(old.seq(), old.count(), old.time(), members, old.direct(), old.group()));
  }

  /// As if the member had been given a role.
  public void role(UUID conversation, UUID user, long seq, MemberRole role) {
    of(conversation, user).add(MembershipChange.joined(seq, role));
  }

  /// As if storage-sink had not come to it yet.
  public void forget(UUID conversation, long seq) {
    all(conversation).remove(seq);
  }

  private long append(UUID conversation, Event.Builder event) {
    Head old = heads.get(conversation);
    long seq = old == null ? 1 : old.seq() + 1;
    long count = (old == null ? 0 : old.count()) + (event.hasMessage() ? 1 : 0);
    Event whole =
        event
            .setConversation(Ids.bytes(conversation))
            .setSeq(seq)
            .setCount(count)
            .setTime(1000 * seq)
            .setMembers(2)
            .build();
    all(conversation).put(seq, new StoredEvent(whole));
    boolean direct = old == null ? whole.hasDirectOpened() : old.direct();
    GroupState group =
        old == null
            ? new GroupState(
                new GroupState.Said<>(whole.getGroupCreated().getName(), seq), null, null, null)
            : old.group();
    heads.put(conversation, new Head(seq, count, 1000 * seq, 2, direct, group));
    return seq;
  }

  private void join(UUID conversation, UUID user, long seq, boolean owner) {
    of(conversation, user)
        .add(MembershipChange.joined(seq, owner ? MemberRole.OWNER : MemberRole.MEMBER));
  }

  private List<MembershipChange> of(UUID conversation, UUID user) {
    return changes
        .computeIfAbsent(conversation, _ -> new TreeMap<>())
        .computeIfAbsent(user, _ -> new ArrayList<>());
  }

  private NavigableMap<Long, StoredEvent> all(UUID conversation) {
    return events.computeIfAbsent(conversation, _ -> new TreeMap<>());
  }

  @Override
  public Slice ascending(UUID conversation, long from, long to) {
    return slice(conversation, from, Math.min(to, from + sliceMax - 1L));
  }

  @Override
  public Slice descending(UUID conversation, long from, long to) {
    return slice(conversation, Math.max(from, to - sliceMax + 1L), to);
  }

  private Slice slice(UUID conversation, long from, long to) {
    Slice slice = new Slice(from, to, all(conversation).subMap(from, true, to, true));
    Runnable action = afterEvents;
    afterEvents = null;
    if (action != null) {
      action.run();
    }
    return slice;
  }

  @Override
  public Map<UUID, Event> events(Map<UUID, Long> seqs) {
    Map<UUID, Event> found = new HashMap<>();
    seqs.forEach(
        (conversation, seq) ->
            Optional.ofNullable(all(conversation).get(seq))
                .ifPresent(stored -> found.put(conversation, stored.event())));
    return found;
  }

  @Override
  public void reactions(UUID conversation, long from, long to, Predicate<Reaction> more) {
    for (Reaction reaction : reactions.getOrDefault(conversation, List.of())) {
      if (from <= reaction.seq() && reaction.seq() <= to && !more.test(reaction)) {
        return;
      }
    }
  }

  @Override
  public Set<Long> deleted(UUID conversation, Collection<Long> seqs) {
    return seqs.stream()
        .filter(seq -> at(conversation, seq).isDeleted())
        .collect(Collectors.toSet());
  }

  @Override
  public Map<UUID, Set<Long>> deleted(Map<UUID, Set<Long>> seqs) {
    Map<UUID, Set<Long>> deleted = new HashMap<>();
    seqs.forEach((conversation, all) -> deleted.put(conversation, deleted(conversation, all)));
    return deleted;
  }

  @Override
  public Optional<Head> head(UUID conversation) {
    return Optional.ofNullable(heads.get(conversation));
  }

  @Override
  public Map<UUID, Head> heads(Collection<UUID> conversations) {
    Map<UUID, Head> found = new HashMap<>(heads);
    found.keySet().retainAll(conversations);
    return found;
  }

  @Override
  public List<MembershipChange> changes(UUID conversation, UUID user) {
    return List.copyOf(of(conversation, user));
  }

  @Override
  public SortedMap<UUID, List<MembershipChange>> changes(UUID conversation) {
    return changes.getOrDefault(conversation, new TreeMap<>());
  }
}
