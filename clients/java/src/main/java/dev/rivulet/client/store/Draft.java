package dev.rivulet.client.store;

import java.util.List;
import java.util.UUID;

/// A message that is to be sent: with its id and its number it may be sent as often as needed.
/// `media` are the tickets of what it carries.
public record Draft(
    UUID conversation,
    String id,
    long n,
    String text,
    long replyTo,
    List<UUID> mentions,
    List<String> media) {
  public Draft {
    if (n < 1) {
      throw new IllegalArgumentException("n must be at least 1: " + n);
    }
    mentions = mentions == null ? List.of() : List.copyOf(mentions);
    media = media == null ? List.of() : List.copyOf(media);
  }

  public Draft numbered(long number) {
    return new Draft(conversation, id, number, text, replyTo, mentions, media);
  }
}
