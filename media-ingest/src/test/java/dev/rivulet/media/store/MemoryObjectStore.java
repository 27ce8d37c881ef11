package dev.rivulet.media.store;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.NavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicInteger;

/// Objects in memory; it can be told to be away.
public final class MemoryObjectStore implements ObjectStore {
  private final NavigableMap<String, byte[]> objects = new ConcurrentSkipListMap<>();
  private final AtomicInteger puts = new AtomicInteger();
  private volatile boolean away;

  public void setAway(boolean away) {
    this.away = away;
  }

  /// How many objects were written, the same one twice counts twice.
  public int puts() {
    return puts.get();
  }

  public List<String> keys() {
    return List.copyOf(objects.keySet());
  }

  public byte[] bytes(String key) {
    byte[] bytes = objects.get(key);
    if (bytes == null) {
      throw new MissingObject(key);
    }
    return bytes;
  }

  @Override
  public void put(String key, Path file, String mediaType) {
    check();
    try {
      objects.put(key, Files.readAllBytes(file));
      puts.incrementAndGet();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public InputStream read(String key, long offset, long length) {
    check();
    return new ByteArrayInputStream(bytes(key), (int) offset, (int) length);
  }

  @Override
  public void delete(String key) {
    check();
    objects.remove(key);
  }

  @Override
  public List<Listed> list(String prefix) {
    check();
    return objects.entrySet().stream()
        .filter(entry -> entry.getKey().startsWith(prefix))
        .map(entry -> new Listed(entry.getKey(), entry.getValue().length, 0))
        .toList();
  }

  @Override
  public boolean answers() {
    return !away;
  }

  private void check() {
    if (away) {
      throw new StoreAway("told to be away", new IOException());
    }
  }
}
