package dev.rivulet.testing.system;

import dev.rivulet.contracts.id.Ids;
import dev.rivulet.contracts.log.Attachment;
import dev.rivulet.contracts.media.MediaKeys;
import dev.rivulet.contracts.media.MediaTicket;
import java.time.Duration;
import java.util.UUID;

/// Tickets as media-ingest gives them, for media that need not be there.
final class Media {
  static final MediaKeys KEYS = MediaKeys.parse(TestStack.MEDIA_KEYS);
  private static final Duration LIFETIME = Duration.ofHours(1);

  private Media() {}

  static String ticket(Attachment facts) {
    return MediaTicket.sign(facts, KEYS);
  }

  /// Of the owner, to be sent within the hour.
  static Attachment picture(UUID owner) {
    return Attachment.newBuilder()
        .setId(Ids.bytes(UUID.randomUUID()))
        .setOwner(Ids.bytes(owner))
        .setType("image/webp")
        .setSize(70_123)
        .setExpires(System.currentTimeMillis() + LIFETIME.toMillis())
        .setWidth(1600)
        .setHeight(1200)
        .setPlaceholder("LEHV6nWB2yk8pyo0adR*.7kCMdnj")
        .setName("beach.jpg")
        .build();
  }
}
