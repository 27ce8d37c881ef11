package dev.rivulet.api.sync;

import dev.rivulet.contracts.log.Event;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.UUID;

/// One user's inbox in memory.
final class MemoryInboxStore implements InboxStore {
  private final NavigableMap<Integer, TreeMap<Long, Event>> days = new TreeMap<>();
  private final Map<UUID, BigHead> heads = new HashMap<>();
  private long progress;

  void put(int day, long offset, Event event) {
    days.computeIfAbsent(day, _ -> new TreeMap<>()).put(offset, event);
  }

  void setProgress(long progress) {
    this.progress = progress;
  }

  @Override
  public long progress(int partition, int generation) {
    return progress;
  }

  void head(UUID conversation, long offset, long seq) {
    heads.put(conversation, new BigHead(offset, seq));
  }

  @Override
  public Map<UUID, BigHead> bigHeads(
      int partition, int generation, Collection<UUID> conversations) {
    Map<UUID, BigHead> found = new HashMap<>(heads);
    found.keySet().retainAll(conversations);
    return found;
  }

  @Override
  public Day rows(UUID user, int day, Offsets offsets, int limit) {
    List<InboxRow> rows = new ArrayList<>();
    days.getOrDefault(day, new TreeMap<>())
        .subMap(offsets.from(), offsets.to())
        .forEach(
            (offset, event) -> {
              if (rows.size() < limit) {
                rows.add(new InboxRow(offset, event));
              }
            });
    return new Day(rows, rows.size() >= limit);
  }
}
