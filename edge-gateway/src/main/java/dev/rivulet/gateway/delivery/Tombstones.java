package dev.rivulet.gateway.delivery;

import dev.rivulet.gateway.session.SessionLog;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import java.util.function.LongSupplier;

/// Answers deliveries for sessions that are not here: what a killed gateway left behind, or what
/// was on its way when a socket went. At most one every few seconds per session, for as many
/// deliveries may be on their way before the first tombstone is read. For one thread.
final class Tombstones {
  private static final long AGAIN_NANOS = Duration.ofSeconds(5).toNanos();
  private static final int REMEMBERED_MAX = 20_000;

  private final SessionLog log;
  private final LongSupplier nanoTime;
  private final Map<UUID, Long> written =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<UUID, Long> eldest) {
          return size() > REMEMBERED_MAX;
        }
      };

  Tombstones(SessionLog log, LongSupplier nanoTime) {
    this.log = log;
    this.nanoTime = nanoTime;
  }

  void answer(UUID user, UUID session) {
    long now = nanoTime.getAsLong();
    Long before = written.get(session);
    if (before == null || now - before > AGAIN_NANOS) {
      written.put(session, now);
      log.end(user, session);
    }
  }
}
