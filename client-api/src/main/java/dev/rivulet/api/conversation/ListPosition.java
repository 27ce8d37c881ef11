package dev.rivulet.api.conversation;

import dev.rivulet.contracts.id.Ids;
import java.nio.ByteBuffer;
import java.util.Base64;
import java.util.Comparator;
import java.util.Optional;
import java.util.UUID;

/// Where a conversation stands in the list: newest first. Opaque to clients.
record ListPosition(long time, UUID conversation) implements Comparable<ListPosition> {
  private static final int BYTES = Long.BYTES + Ids.BYTES;
  private static final Comparator<ListPosition> ORDER =
      Comparator.comparingLong(ListPosition::time)
          .reversed()
          .thenComparing(ListPosition::conversation);

  String encode() {
    byte[] bytes = ByteBuffer.allocate(BYTES).putLong(time).put(Ids.array(conversation)).array();
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  static Optional<ListPosition> decode(String text) {
    byte[] bytes;
    try {
      bytes = Base64.getUrlDecoder().decode(text);
    } catch (IllegalArgumentException notBase64) {
      return Optional.empty();
    }
    if (bytes.length != BYTES) {
      return Optional.empty();
    }
    ByteBuffer buffer = ByteBuffer.wrap(bytes);
    long time = buffer.getLong();
    return Optional.of(new ListPosition(time, new UUID(buffer.getLong(), buffer.getLong())));
  }

  @Override
  public int compareTo(ListPosition other) {
    return ORDER.compare(this, other);
  }
}
