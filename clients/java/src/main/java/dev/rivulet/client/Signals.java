package dev.rivulet.client;

import dev.rivulet.client.loop.EventLoop;
import dev.rivulet.contracts.Bounds;
import dev.rivulet.contracts.frame.ClientFrame;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// What is said for the moment alone: whom to watch, said again after each attach, and that the
/// person is writing, at most every 3 s and never later.
final class Signals {
  private static final int CONVERSATIONS_MAX = 100;

  private final EventLoop loop;
  private final Map<UUID, Long> saidAt = new LinkedHashMap<>();
  private List<UUID> watched = List.of();
  private @Nullable Consumer<ClientFrame> wire;

  Signals(EventLoop loop) {
    this.loop = loop;
  }

  static List<UUID> watchable(Collection<UUID> users) {
    var distinct = users.stream().distinct().toList();
    if (distinct.size() > Bounds.WATCHED_USERS_MAX) {
      throw new IllegalArgumentException(
          "at most %d users: %d".formatted(Bounds.WATCHED_USERS_MAX, distinct.size()));
    }
    return distinct;
  }

  void watch(List<UUID> users) {
    watched = users;
    var to = wire;
    if (to != null) {
      to.accept(new ClientFrame.Watch(users));
    }
  }

  void writing(UUID conversation) {
    var to = wire;
    long now = loop.millis();
    Long before = saidAt.get(conversation);
    if (to == null || (before != null && now - before < Bounds.TYPING_INTERVAL_MS)) {
      return;
    }
    saidAt.remove(conversation);
    saidAt.put(conversation, now);
    if (saidAt.size() > CONVERSATIONS_MAX) {
      saidAt.remove(saidAt.keySet().iterator().next());
    }
    to.accept(new ClientFrame.Typing(conversation));
  }

  void attached(Consumer<ClientFrame> to) {
    wire = to;
    if (!watched.isEmpty()) {
      to.accept(new ClientFrame.Watch(watched));
    }
  }

  void detached() {
    wire = null;
  }
}
