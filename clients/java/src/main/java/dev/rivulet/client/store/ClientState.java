package dev.rivulet.client.store;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// What the changes so far add up to.
public final class ClientState {
  private record DraftKey(UUID conversation, String id) {}

  private @Nullable Account account;
  private long connection;
  private @Nullable String cursor;
  private final Map<UUID, Progress> progress = new LinkedHashMap<>();
  private final Map<UUID, Long> next = new LinkedHashMap<>();
  private final Map<DraftKey, Draft> drafts = new LinkedHashMap<>();
  private final Map<UUID, Claims> claims = new LinkedHashMap<>();

  public void apply(Change change) {
    switch (change) {
      case Change.LoggedIn(Account now) -> loggedIn(now);
      case Change.Connected(long number) -> connection = Math.max(connection, number);
      case Change.CursorMoved(var moved) -> cursor = moved;
      case Change.Advanced(UUID conversation, Progress now) -> progress.put(conversation, now);
      case Change.Numbered(UUID conversation, long number) -> next.put(conversation, number);
      case Change.Drafted(Draft draft) -> {
        drafts.put(new DraftKey(draft.conversation(), draft.id()), draft);
        next.merge(draft.conversation(), draft.n() + 1, Math::max);
      }
      case Change.Settled(UUID conversation, String id) ->
          drafts.remove(new DraftKey(conversation, id));
      case Change.Read(UUID conversation, long upTo) ->
          claims.put(conversation, claims(conversation).withRead(upTo));
      case Change.Echoed(UUID conversation, long delivered, long read) ->
          claims.put(conversation, claims(conversation).withEchoed(delivered, read));
    }
  }

  private void loggedIn(Account now) {
    if (account != null
        && !(account.user().equals(now.user()) && account.device().equals(now.device()))) {
      connection = 0;
      cursor = null;
      progress.clear();
      next.clear();
      drafts.clear();
      claims.clear();
    }
    account = now;
  }

  public Optional<Account> account() {
    return Optional.ofNullable(account);
  }

  /// The highest connection number used so far; 0 when there was none.
  public long connection() {
    return connection;
  }

  public Optional<String> cursor() {
    return Optional.ofNullable(cursor);
  }

  public Map<UUID, Progress> progress() {
    return Map.copyOf(progress);
  }

  public Map<UUID, Long> next() {
    return Map.copyOf(next);
  }

  /// In the order in which they were given.
  public List<Draft> drafts() {
    return List.copyOf(drafts.values());
  }

  public Claims claims(UUID conversation) {
    return claims.getOrDefault(conversation, Claims.NONE);
  }

  /// The fewest changes that lead here.
  public List<Change> changes() {
    var changes = new ArrayList<Change>();
    if (account != null) {
      changes.add(new Change.LoggedIn(account));
    }
    if (connection > 0) {
      changes.add(new Change.Connected(connection));
    }
    if (cursor != null) {
      changes.add(new Change.CursorMoved(cursor));
    }
    progress.forEach((conversation, now) -> changes.add(new Change.Advanced(conversation, now)));
    next.forEach((conversation, number) -> changes.add(new Change.Numbered(conversation, number)));
    drafts.values().forEach(draft -> changes.add(new Change.Drafted(draft)));
    claims.forEach(
        (conversation, now) -> {
          changes.add(new Change.Read(conversation, now.read()));
          changes.add(new Change.Echoed(conversation, now.echoedDelivered(), now.echoedRead()));
        });
    return changes;
  }

  /// How many changes [#changes] would give.
  int size() {
    return 3 + progress.size() + next.size() + drafts.size() + 2 * claims.size();
  }
}
