package dev.rivulet.client.fake;

import dev.rivulet.contracts.RefusalCode;
import dev.rivulet.contracts.frame.ClientFrame;
import dev.rivulet.contracts.frame.ConversationEvent;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// The decider as clients know it: membership, dense numbers, duplicates.
public final class FakeLog {
  /// From the first seq that one sees to below the first that one does not (0: still a member).
  public record Interval(long from, long left) {
    boolean contains(long seq) {
      return seq >= from && (left == 0 || seq < left);
    }
  }

  /// What a command led to.
  public sealed interface Decision {
    record Accepted(ConversationEvent event, List<UUID> recipients) implements Decision {}

    record Repeated(long seq) implements Decision {}

    record Refused(RefusalCode code, long next) implements Decision {}
  }

  private record Sender(UUID conversation, UUID device) {}

  private final Map<UUID, List<ConversationEvent>> events = new LinkedHashMap<>();
  private final Map<UUID, Map<UUID, List<Interval>>> members = new HashMap<>();
  private final Map<Sender, Long> lastNumbers = new HashMap<>();
  private final Map<Sender, Map<String, Long>> outcomes = new HashMap<>();

  public List<ConversationEvent> events(UUID conversation) {
    return List.copyOf(events.getOrDefault(conversation, List.of()));
  }

  public List<UUID> conversations() {
    return List.copyOf(events.keySet());
  }

  public List<Interval> intervals(UUID conversation, UUID user) {
    return members.getOrDefault(conversation, Map.of()).getOrDefault(user, List.of());
  }

  public boolean sees(UUID conversation, UUID user, long seq) {
    return intervals(conversation, user).stream().anyMatch(interval -> interval.contains(seq));
  }

  Decision.Accepted create(UUID conversation, UUID owner, List<UUID> users) {
    members.put(conversation, new TreeMap<>());
    events.put(conversation, new ArrayList<>());
    users.forEach(user -> join(conversation, user, 1));
    return append(
        conversation, ConversationEvent.CREATED, owner, null, null, users, active(conversation));
  }

  Decision.Accepted add(UUID conversation, UUID by, UUID user) {
    join(conversation, user, nextSeq(conversation));
    return append(
        conversation, ConversationEvent.ADDED, by, null, null, List.of(user), active(conversation));
  }

  Decision.Accepted addToAll(UUID conversation, UUID by, UUID user) {
    join(conversation, user, 1);
    long seq = nextSeq(conversation);
    var change = new ConversationEvent.Change(null, null, null, null, null, null, null, null, 1L);
    var event =
        new ConversationEvent(
            conversation,
            seq,
            ConversationEvent.ADDED,
            0,
            1,
            by,
            null,
            null,
            null,
            null,
            null,
            List.of(),
            List.of(),
            null,
            List.of(user),
            change);
    log(conversation).add(event);
    return new Decision.Accepted(event, active(conversation));
  }

  /// An event that changes no membership.
  Decision.Accepted change(ConversationEvent event) {
    log(event.conversation()).add(event);
    return new Decision.Accepted(event, active(event.conversation()));
  }

  Decision.Accepted remove(UUID conversation, UUID by, UUID user) {
    var recipients = active(conversation);
    var intervals = intervalsOf(conversation, user);
    var last = intervals.removeLast();
    intervals.add(new Interval(last.from(), nextSeq(conversation) + 1));
    return append(
        conversation, ConversationEvent.REMOVED, by, null, null, List.of(user), recipients);
  }

  Decision.Accepted write(UUID conversation, UUID user) {
    var send = ClientFrame.Send.of(conversation, UUID.randomUUID().toString(), 0, "written");
    return append(
        conversation, ConversationEvent.MESSAGE, user, null, send, List.of(), active(conversation));
  }

  Decision decide(UUID user, UUID device, ClientFrame.Send send) {
    var intervals = intervals(send.conversation(), user);
    if (intervals.isEmpty()) {
      return new Decision.Refused(RefusalCode.UNKNOWN_CONVERSATION, 0);
    }
    var sender = new Sender(send.conversation(), device);
    long next = lastNumbers.getOrDefault(sender, 0L) + 1;
    var known = outcomes.getOrDefault(sender, Map.of()).get(send.id());
    if (known != null) {
      if (send.n() == next) {
        lastNumbers.put(sender, next);
      }
      return new Decision.Repeated(known);
    }
    if (send.n() != next) {
      return new Decision.Refused(send.n() > next ? RefusalCode.GAP : RefusalCode.RENUMBER, next);
    }
    lastNumbers.put(sender, next);
    if (intervals.getLast().left() != 0) {
      return new Decision.Refused(RefusalCode.NOT_A_MEMBER, 0);
    }
    outcomes
        .computeIfAbsent(sender, _ -> new HashMap<>())
        .put(send.id(), nextSeq(send.conversation()));
    return append(
        send.conversation(),
        ConversationEvent.MESSAGE,
        user,
        device,
        send,
        List.of(),
        active(send.conversation()));
  }

  private Decision.Accepted append(
      UUID conversation,
      String kind,
      UUID user,
      @Nullable UUID device,
      ClientFrame.@Nullable Send send,
      List<UUID> users,
      List<UUID> recipients) {
    var event =
        new ConversationEvent(
            conversation,
            nextSeq(conversation),
            kind,
            0,
            1,
            user,
            device,
            send == null ? null : send.id(),
            send == null ? null : send.n(),
            send == null ? null : send.text(),
            null,
            List.of(),
            List.of(),
            null,
            users);
    log(conversation).add(event);
    return new Decision.Accepted(event, recipients);
  }

  private long nextSeq(UUID conversation) {
    return log(conversation).size() + 1L;
  }

  private List<ConversationEvent> log(UUID conversation) {
    return events.computeIfAbsent(conversation, _ -> new ArrayList<>());
  }

  private void join(UUID conversation, UUID user, long seq) {
    intervalsOf(conversation, user).add(new Interval(seq, 0));
  }

  private List<Interval> intervalsOf(UUID conversation, UUID user) {
    return members
        .computeIfAbsent(conversation, _ -> new TreeMap<>())
        .computeIfAbsent(user, _ -> new ArrayList<>());
  }

  private List<UUID> active(UUID conversation) {
    return members.getOrDefault(conversation, Map.of()).entrySet().stream()
        .filter(entry -> entry.getValue().getLast().left() == 0)
        .map(Map.Entry::getKey)
        .toList();
  }
}
