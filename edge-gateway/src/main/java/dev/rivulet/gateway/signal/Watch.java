package dev.rivulet.gateway.signal;

import dev.rivulet.contracts.frame.ServerFrame;
import dev.rivulet.contracts.frame.ServerFrame.UserPresence;
import dev.rivulet.contracts.presence.PresenceQuestion.State;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Whom one session watches, whom of them it may see, and what it was told last.
final class Watch {
  private final Watches.Watcher watcher;
  private final List<UUID> users;
  private final Map<UUID, State> told = new HashMap<>();
  private volatile @Nullable Set<UUID> visible;
  private volatile boolean checking;
  private volatile long checkAt;

  Watch(Watches.Watcher watcher, List<UUID> users, long now) {
    this.watcher = watcher;
    this.users = users;
    this.checkAt = now;
  }

  Watches.Watcher watcher() {
    return watcher;
  }

  List<UUID> users() {
    return users;
  }

  boolean checkDue(long now) {
    return !checking && now - checkAt >= 0;
  }

  void check() {
    checking = true;
  }

  /// Null leaves it as it was: it could not be told now.
  void checked(@Nullable Set<UUID> answer, long next) {
    if (answer != null) {
      visible = answer;
    }
    checkAt = next;
    checking = false;
  }

  /// Those of whom anything may be told; empty until that is known.
  Set<UUID> visible() {
    var known = visible;
    return known == null ? Set.of() : known;
  }

  /// Tells what has changed, at first everything; what the session does not take is left for the
  /// next time.
  ///
  /// @return false if the session had no room for it
  boolean tell(Function<UUID, State> states) {
    if (visible == null) {
      return true;
    }
    var visibleNow = visible();
    Map<UUID, State> news = new HashMap<>();
    List<UserPresence> entries = new ArrayList<>();
    for (UUID user : users) {
      State now = visibleNow.contains(user) ? states.apply(user) : State.OFFLINE;
      if (!now.equals(told.get(user))) {
        news.put(user, now);
        entries.add(
            new UserPresence(user, now.online(), now.lastSeen() == 0 ? null : now.lastSeen()));
      }
    }
    if (entries.isEmpty()) {
      return true;
    }
    if (!watcher.tell(new ServerFrame.Presence(entries))) {
      return false;
    }
    told.putAll(news);
    return true;
  }
}
