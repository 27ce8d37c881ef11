package dev.rivulet.contracts.media;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.rivulet.contracts.Bounds;
import dev.rivulet.contracts.id.Ids;
import dev.rivulet.contracts.log.Attachment;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Pattern;

/// With a ticket its owner can send a medium until it expires: media-ingest signs it, the gateway
/// verifies it, and the command carries the plain facts.
///
/// A ticket is `v1.{key id}.{facts}.{signature}`: the facts are an [Attachment] in base64url, the
/// signature is HMAC-SHA-256 over everything before its dot, in base64url (both without padding).
/// Clients treat it as one word.
public final class MediaTicket {
  /// Characters of the longest ticket.
  public static final int CHARS_MAX = 1_500;

  private static final Pattern TICKET =
      Pattern.compile("(v1\\.([A-Za-z0-9_-]{1,32})\\.([A-Za-z0-9_-]+))\\.([A-Za-z0-9_-]{43})");

  private MediaTicket() {}

  /// Makes a ticket of facts.
  ///
  /// @throws IllegalArgumentException if they are not whole or beyond their bounds
  public static String sign(Attachment facts, MediaKeys keys) {
    if (!isWhole(facts)) {
      throw new IllegalArgumentException("not the facts of a medium: " + facts);
    }
    var text = "v1." + keys.signing() + "." + base64(facts.toByteArray());
    return text + "." + base64(keys.mac(keys.signing(), text));
  }

  /// What the ticket says; empty if none of the keys signed it. Whether it has expired, and whose
  /// it is, is asked of the facts.
  public static Optional<Attachment> verify(String ticket, MediaKeys keys) {
    if (ticket.length() > CHARS_MAX) {
      return Optional.empty();
    }
    var parts = TICKET.matcher(ticket);
    if (!parts.matches()) {
      return Optional.empty();
    }
    try {
      if (!keys.verifies(parts.group(2), parts.group(1), bytes(parts.group(4)))) {
        return Optional.empty();
      }
      return Optional.of(Attachment.parseFrom(bytes(parts.group(3)))).filter(MediaTicket::isWhole);
    } catch (IllegalArgumentException | InvalidProtocolBufferException notOfOurMaking) {
      return Optional.empty();
    }
  }

  /// Whether these are the facts of a medium, each within its bound.
  public static boolean isWhole(Attachment facts) {
    return facts.getId().size() == Ids.BYTES
        && facts.getOwner().size() == Ids.BYTES
        && facts.getSize() > 0
        && facts.getExpires() > 0
        && facts.getWidth() >= 0
        && facts.getHeight() >= 0
        && facts.getDurationMs() >= 0
        && !facts.getType().isEmpty()
        && facts.getType().length() <= Bounds.MEDIA_TYPE_CHARS_MAX
        && facts.getPlaceholder().length() <= Bounds.MEDIA_PLACEHOLDER_CHARS_MAX
        && facts.getNameBytes().size() <= Bounds.MEDIA_NAME_BYTES_MAX
        && facts.getSerializedSize() <= Bounds.MEDIA_FACTS_BYTES_MAX;
  }

  private static String base64(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  private static byte[] bytes(String base64) {
    return Base64.getUrlDecoder().decode(base64);
  }
}
