package dev.rivulet.gateway;

import dev.rivulet.contracts.presence.PresenceQuestion.State;
import dev.rivulet.contracts.topic.PrivacyTable;
import dev.rivulet.gateway.signal.SignalLimits;
import dev.rivulet.gateway.signal.SignalMeters;
import dev.rivulet.gateway.signal.Watches;
import java.io.IOException;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// Who is online and who may be seen, as a test says, looked at many times a second.
public final class FakeWatching {
  public static final int WATCHED_MAX = 3;

  /// Who may be seen, by anybody.
  public final Set<UUID> visible = ConcurrentHashMap.newKeySet();

  public final Map<UUID, State> states = new ConcurrentHashMap<>();
  public volatile boolean redisAway;
  public volatile boolean apiAway;
  public volatile @Nullable String token;
  private @Nullable Watches watches;

  public Watches watches(PrivacyTable privacy, SignalMeters meters) {
    var limits = new SignalLimits(Duration.ofMillis(20), Duration.ofMillis(50), WATCHED_MAX, 10);
    var made = new Watches(this::acquaintances, this::states, privacy, limits, meters);
    made.start();
    watches = made;
    return made;
  }

  private Set<UUID> acquaintances(String of, Collection<UUID> users) throws IOException {
    token = of;
    if (apiAway) {
      throw new IOException("told to");
    }
    var both = new HashSet<>(users);
    both.retainAll(visible);
    return both;
  }

  private Optional<Map<UUID, State>> states(Collection<UUID> users) {
    if (redisAway) {
      return Optional.empty();
    }
    Map<UUID, State> found = new HashMap<>();
    users.forEach(user -> found.put(user, states.getOrDefault(user, State.OFFLINE)));
    return Optional.of(found);
  }

  void close() {
    if (watches != null) {
      watches.close();
    }
  }
}
