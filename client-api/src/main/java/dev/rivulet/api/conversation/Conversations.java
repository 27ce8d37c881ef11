package dev.rivulet.api.conversation;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.rivulet.api.history.Access;
import dev.rivulet.api.history.GroupState;
import dev.rivulet.api.history.Head;
import dev.rivulet.api.history.HistoryStore;
import dev.rivulet.api.history.MembershipChange;
import dev.rivulet.api.http.Problem;
import dev.rivulet.api.receipt.WatermarkStore;
import dev.rivulet.contracts.id.Ids;
import dev.rivulet.contracts.log.Event;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// What a reader may know of conversations.
final class Conversations {
  private static final int PAIRS_MAX = 100_000;

  private final PlaceStore places;
  private final HistoryStore history;
  private final Unread unread;

  /// The two of a 1:1 never change.
  private final Cache<UUID, List<UUID>> pairs =
      Caffeine.newBuilder().maximumSize(PAIRS_MAX).build();

  @JsonInclude(JsonInclude.Include.NON_NULL)
  record Page(List<ConversationView> conversations, long unread, @Nullable String next) {}

  record Member(UUID user, String role, long visibleFrom) {}

  private record Found(Place place, Head head) {
    ListPosition position() {
      return new ListPosition(head.time(), place.conversation());
    }
  }

  Conversations(PlaceStore places, HistoryStore history, WatermarkStore watermarks) {
    this.places = places;
    this.history = history;
    this.unread = new Unread(history, watermarks);
  }

  /// Newest first, from behind `after`.
  Page list(UUID user, Optional<ListPosition> after, int limit) {
    List<Found> everything = find(places.all(user));
    Map<UUID, Unread.Reading> readings = readings(user, everything);
    List<Found> all =
        everything.stream()
            .filter(one -> after.isEmpty() || one.position().compareTo(after.get()) > 0)
            .sorted(Comparator.comparing(Found::position))
            .toList();
    List<Found> page = all.subList(0, Math.min(limit, all.size()));
    String next = page.size() < all.size() ? page.getLast().position().encode() : null;
    long total = readings.values().stream().mapToLong(Unread.Reading::unread).sum();
    return new Page(views(page, readings), total, next);
  }

  ConversationView one(UUID user, UUID conversation) {
    List<Found> found = find(places.find(user, conversation).stream().toList());
    return views(found, readings(user, found)).stream()
        .findFirst()
        .orElseThrow(Problem::unknownConversation);
  }

  private Map<UUID, Unread.Reading> readings(UUID user, List<Found> found) {
    Map<Place, Head> heads = new HashMap<>();
    found.forEach(one -> heads.put(one.place(), one.head()));
    return unread.of(user, heads);
  }

  /// Whether the 1:1 of the two exists.
  boolean isOpen(UUID user, UUID other) {
    return places.find(user, Ids.direct(user, other)).isPresent();
  }

  /// The members at this moment, for a member.
  List<Member> members(UUID user, UUID conversation) {
    SortedMap<UUID, List<MembershipChange>> changes = history.changes(conversation);
    if (!Access.of(user, changes.getOrDefault(user, List.of())).isMember()) {
      throw Problem.unknownConversation();
    }
    List<Member> members = new ArrayList<>();
    changes.forEach(
        (id, own) -> {
          Access access = Access.of(id, own);
          if (access.isMember()) {
            members.add(new Member(id, access.role().text(), access.visibleFrom()));
          }
        });
    return members;
  }

  /// With a head each: of a member the conversation's, of a former one the one he last saw.
  private List<Found> find(List<Place> wanted) {
    List<UUID> ids = wanted.stream().map(Place::conversation).toList();
    Map<UUID, Head> heads = history.heads(ids);
    Map<UUID, Event> lastSeen =
        history.events(
            wanted.stream()
                .filter(place -> !place.isMember())
                .collect(Collectors.toMap(Place::conversation, Place::lastSeen)));
    List<Found> found = new ArrayList<>();
    for (Place place : wanted) {
      Optional.ofNullable(heads.get(place.conversation()))
          .flatMap(head -> visible(place, head, lastSeen.get(place.conversation())))
          .ifPresent(head -> found.add(new Found(place, head)));
    }
    return found;
  }

  private static Optional<Head> visible(Place place, Head head, @Nullable Event lastSeen) {
    if (place.isMember()) {
      return Optional.of(head);
    }
    return Optional.ofNullable(lastSeen)
        .map(
            event ->
                new Head(
                    event.getSeq(),
                    event.getCount(),
                    event.getTime(),
                    event.getMembers(),
                    head.direct(),
                    head.group().asOf(event.getSeq())));
  }

  private List<ConversationView> views(List<Found> found, Map<UUID, Unread.Reading> readings) {
    Map<UUID, List<UUID>> two = pairs(found);
    return found.stream()
        .map(
            one -> {
              UUID id = one.place().conversation();
              var reading = readings.getOrDefault(id, Unread.Reading.NONE);
              return view(one.place(), one.head(), two.get(id), reading);
            })
        .toList();
  }

  private static ConversationView view(
      Place place, Head head, @Nullable List<UUID> pair, Unread.Reading reading) {
    GroupState group = head.direct() ? GroupState.NONE : head.group();
    return new ConversationView(
        place.conversation(),
        head.direct() ? ConversationView.DIRECT : ConversationView.GROUP,
        value(group.name()),
        pair,
        head.members(),
        head.seq(),
        head.count(),
        head.time(),
        place.visibleFrom(),
        place.isMember() ? null : place.leftAt(),
        head.direct() || !place.isMember() ? null : place.role().text(),
        value(group.picture()),
        head.direct() ? null : history(group),
        orAbsent(Boolean.TRUE.equals(value(group.closed()))),
        orAbsent(place.muted()),
        orAbsent(place.blocked()),
        reading.read(),
        reading.unread());
  }

  private static String history(GroupState group) {
    return Boolean.TRUE.equals(value(group.fromTheStart()))
        ? ConversationView.FROM_THE_START
        : ConversationView.FROM_JOINING;
  }

  private static <T> @Nullable T value(GroupState.@Nullable Said<T> said) {
    return said == null ? null : said.value();
  }

  private static @Nullable Boolean orAbsent(boolean so) {
    return so ? true : null;
  }

  private Map<UUID, List<UUID>> pairs(List<Found> found) {
    Map<UUID, List<UUID>> known = new HashMap<>();
    Map<UUID, Long> unknown = new HashMap<>();
    for (Found one : found) {
      UUID conversation = one.place().conversation();
      List<UUID> pair = pairs.getIfPresent(conversation);
      if (pair != null) {
        known.put(conversation, pair);
      } else if (one.head().direct()) {
        unknown.put(conversation, 1L);
      }
    }
    history
        .events(unknown)
        .forEach(
            (conversation, opened) -> {
              List<UUID> pair =
                  opened.getDirectOpened().getMembersList().stream().map(Ids::uuid).toList();
              pairs.put(conversation, pair);
              known.put(conversation, pair);
            });
    return known;
  }
}
