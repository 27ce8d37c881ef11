package dev.rivulet.api.media;

import java.util.UUID;

/// Whose picture it is: a group's or a person's.
public record PicturePlace(UUID id, boolean isGroup) {
  public static PicturePlace group(UUID conversation) {
    return new PicturePlace(conversation, true);
  }

  public static PicturePlace user(UUID user) {
    return new PicturePlace(user, false);
  }
}
