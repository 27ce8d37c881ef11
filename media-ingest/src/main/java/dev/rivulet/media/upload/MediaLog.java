package dev.rivulet.media.upload;

import dev.rivulet.media.index.Media;
import java.util.UUID;

/// The topic `media`: what is kept, for data teams. Both methods return when the broker has it, and
/// throw the problem `unavailable` if it does not take it.
public interface MediaLog {
  void kept(Media media);

  void gone(UUID media);
}
