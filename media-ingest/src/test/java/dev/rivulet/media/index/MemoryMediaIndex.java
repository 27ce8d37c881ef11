package dev.rivulet.media.index;

import dev.rivulet.media.http.Problem;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;

/// The index in memory, one method at a time; it can be told to be away, and what storage-sink
/// writes can be written here.
public final class MemoryMediaIndex implements MediaIndex {
  private final Map<Long, Set<UUID>> begun = new TreeMap<>();
  private final Map<Long, Set<UUID>> released = new TreeMap<>();
  private final Map<UUID, Media> media = new HashMap<>();
  private final Map<String, Content> originals = new HashMap<>();
  private final Map<String, Entry> objects = new HashMap<>();
  private final Map<String, Set<UUID>> users = new HashMap<>();
  private final Map<UUID, Set<String>> uses = new HashMap<>();
  private final Map<UUID, PartialUpload> uploads = new HashMap<>();
  private final Set<UUID> referenced = new HashSet<>();
  private boolean away;

  private record Entry(String key, Instant usedAt, boolean stored) {}

  public synchronized void setAway(boolean away) {
    this.away = away;
  }

  /// A message carries it.
  public synchronized void reference(UUID id) {
    referenced.add(id);
  }

  /// The message was deleted.
  public synchronized void unreference(UUID id, long day) {
    referenced.remove(id);
    released.computeIfAbsent(day, _ -> new TreeSet<>()).add(id);
  }

  public synchronized int objects() {
    return objects.size();
  }

  public synchronized int count() {
    return media.size();
  }

  @Override
  public synchronized void begin(UUID id, Instant now) {
    check();
    begun.computeIfAbsent(now.getEpochSecond() / 86_400, _ -> new TreeSet<>()).add(id);
  }

  @Override
  public synchronized long bytesOf(UUID owner) {
    check();
    return media.values().stream()
        .filter(it -> it.owner().equals(owner))
        .mapToLong(Media::uploadedBytes)
        .sum();
  }

  @Override
  public synchronized Optional<Content> original(String hash) {
    check();
    return Optional.ofNullable(originals.get(hash));
  }

  @Override
  public synchronized void rememberOriginal(String hash, Content content) {
    check();
    originals.put(hash, content);
  }

  @Override
  public synchronized void forgetOriginal(String hash) {
    check();
    originals.remove(hash);
  }

  @Override
  public synchronized void link(String hash, UUID id) {
    check();
    users.computeIfAbsent(hash, _ -> new HashSet<>()).add(id);
    uses.computeIfAbsent(id, _ -> new TreeSet<>()).add(hash);
  }

  @Override
  public synchronized Claim claim(String hash, String freshKey, Instant now) {
    check();
    Entry there = objects.get(hash);
    Entry entry =
        there == null
            ? new Entry(freshKey, now, false)
            : new Entry(there.key(), now, there.stored());
    objects.put(hash, entry);
    return new Claim(entry.key(), entry.stored());
  }

  @Override
  public synchronized void markStored(String hash, String key) {
    check();
    objects.computeIfPresent(
        hash, (_, entry) -> entry.key().equals(key) ? new Entry(key, entry.usedAt(), true) : entry);
  }

  @Override
  public synchronized void add(Media added) {
    check();
    media.put(added.id(), added);
  }

  @Override
  public synchronized Optional<Media> find(UUID id) {
    check();
    return Optional.ofNullable(media.get(id));
  }

  @Override
  public synchronized void extendTicket(UUID id, Instant until) {
    check();
    media.computeIfPresent(id, (_, it) -> it.withTicketUntil(until));
  }

  @Override
  public synchronized List<UUID> begun(long day) {
    check();
    return new ArrayList<>(begun.getOrDefault(day, Set.of()));
  }

  @Override
  public synchronized List<UUID> released(long day) {
    check();
    return new ArrayList<>(released.getOrDefault(day, Set.of()));
  }

  @Override
  public synchronized Carried carried(UUID id) {
    check();
    if (referenced.contains(id)) {
      return Carried.NOW;
    }
    boolean before = released.values().stream().anyMatch(day -> day.contains(id));
    return before ? Carried.NO_MORE : Carried.NOT_YET;
  }

  @Override
  public synchronized void judged(long day, UUID id) {
    check();
    begun.getOrDefault(day, new TreeSet<>()).remove(id);
  }

  @Override
  public synchronized void remove(Media removed) {
    check();
    media.remove(removed.id());
  }

  @Override
  public synchronized List<String> uses(UUID id) {
    check();
    return new ArrayList<>(uses.getOrDefault(id, Set.of()));
  }

  @Override
  public synchronized Optional<String> release(String hash, UUID id) {
    check();
    Set<UUID> of = users.getOrDefault(hash, new HashSet<>());
    of.remove(id);
    boolean gone = of.isEmpty() && objects.containsKey(hash);
    return gone
        ? Optional.of(Objects.requireNonNull(objects.remove(hash)).key())
        : Optional.empty();
  }

  @Override
  public synchronized void forgetUse(String hash, UUID id) {
    check();
    uses.getOrDefault(id, new TreeSet<>()).remove(hash);
  }

  @Override
  public synchronized void addUpload(PartialUpload upload, Duration lifetime) {
    check();
    uploads.put(upload.id(), upload);
  }

  @Override
  public synchronized Optional<PartialUpload> findUpload(UUID upload) {
    check();
    return Optional.ofNullable(uploads.get(upload));
  }

  @Override
  public synchronized void completeUpload(UUID upload, UUID became, Duration lifetime) {
    check();
    uploads.computeIfPresent(
        upload,
        (id, it) ->
            new PartialUpload(
                id,
                it.owner(),
                it.length(),
                it.mediaType(),
                it.name(),
                it.createdAt(),
                Optional.of(became)));
  }

  @Override
  public synchronized void removeUpload(UUID upload) {
    check();
    uploads.remove(upload);
  }

  private void check() {
    if (away) {
      throw Problem.unavailable();
    }
  }
}
