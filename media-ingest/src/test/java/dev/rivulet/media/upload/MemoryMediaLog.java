package dev.rivulet.media.upload;

import dev.rivulet.media.index.Media;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;

/// What would be told to data teams.
public final class MemoryMediaLog implements MediaLog {
  private final List<UUID> kept = new CopyOnWriteArrayList<>();
  private final List<UUID> gone = new CopyOnWriteArrayList<>();

  @Override
  public void kept(Media media) {
    kept.add(media.id());
  }

  @Override
  public void gone(UUID media) {
    gone.add(media);
  }

  public List<UUID> kept() {
    return kept;
  }

  public List<UUID> gone() {
    return gone;
  }
}
