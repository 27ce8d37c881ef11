package dev.rivulet.api.conversation;

import dev.rivulet.api.history.Head;
import dev.rivulet.api.history.HistoryStore;
import dev.rivulet.api.receipt.WatermarkStore;
import dev.rivulet.api.receipt.Watermarks;
import dev.rivulet.contracts.log.Event;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// How many messages one has not read: `count` at the head less `count` at the read seq. Nothing is
/// counted up or down, so there is nothing that a crash could leave wrong; one's own messages do
/// not count because sending moves one's read.
final class Unread {
  private final HistoryStore history;
  private final WatermarkStore watermarks;

  /// How far one has read, and how many messages came after that.
  record Reading(long read, long unread) {
    static final Reading NONE = new Reading(0, 0);
  }

  Unread(HistoryStore history, WatermarkStore watermarks) {
    this.history = history;
    this.watermarks = watermarks;
  }

  /// By conversation. One of which no watermark is stored yet has been read up to where one joined.
  Map<UUID, Reading> of(UUID user, Map<Place, Head> heads) {
    var ids = heads.keySet().stream().map(Place::conversation).toList();
    Map<UUID, Watermarks> own = watermarks.of(user, ids);
    Map<UUID, Event> begun = begun(heads, own);
    Map<UUID, Reading> readings = new HashMap<>();
    heads.forEach(
        (place, head) -> {
          UUID id = place.conversation();
          Watermarks at = Optional.ofNullable(own.get(id)).orElseGet(() -> at(begun.get(id)));
          long unread = place.blocked() ? 0 : Math.max(0, head.count() - at.ownReadCount());
          readings.put(id, new Reading(Math.min(at.ownRead(), head.seq()), unread));
        });
    return readings;
  }

  private Map<UUID, Event> begun(Map<Place, Head> heads, Map<UUID, Watermarks> own) {
    Map<UUID, Long> seqs = new HashMap<>();
    for (Place place : heads.keySet()) {
      if (!own.containsKey(place.conversation())) {
        seqs.put(place.conversation(), place.visibleFrom());
      }
    }
    return history.events(seqs);
  }

  private static Watermarks at(@Nullable Event begun) {
    return begun == null ? Watermarks.NONE : new Watermarks(0, 0, begun.getSeq(), begun.getCount());
  }
}
