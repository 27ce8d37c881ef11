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
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Conversations in memory, written by the events that a test appends.
public final class MemoryHistoryStore implements HistoryStore {
  private final Map<UUID, TreeMap<Long, Event>> events = new HashMap<>();
  private final Map<UUID, Head> heads = new HashMap<>();
  private final Map<UUID, TreeMap<UUID, List<MembershipChange>>> changes = new HashMap<>();
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
    of(conversation, user).add(new MembershipChange(seq, false, false));
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
    all(conversation).put(seq, whole);
    boolean direct = old == null ? whole.hasDirectOpened() : old.direct();
    String name =
        old == null && whole.hasGroupCreated()
            ? whole.getGroupCreated().getName()
            : old == null ? null : old.name();
    heads.put(conversation, new Head(seq, count, 1000 * seq, 2, direct, name));
    return seq;
  }

  private void join(UUID conversation, UUID user, long seq, boolean owner) {
    of(conversation, user).add(new MembershipChange(seq, true, owner));
  }

  private List<MembershipChange> of(UUID conversation, UUID user) {
    return changes
        .computeIfAbsent(conversation, _ -> new TreeMap<>())
        .computeIfAbsent(user, _ -> new ArrayList<>());
  }

  private NavigableMap<Long, Event> all(UUID conversation) {
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
                .ifPresent(event -> found.put(conversation, event)));
    return found;
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
