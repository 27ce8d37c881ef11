package dev.rivulet.contracts.topic;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.rivulet.contracts.id.Ids;
import dev.rivulet.contracts.log.PrivacyRecord;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/// Who hides what: topic `privacy` as it is now, in memory. Only those are kept who hide something,
/// some hundred bytes each.
public final class PrivacyTable {
  private record Hidden(boolean receipts, boolean presence) {}

  private static final Hidden NOTHING = new Hidden(false, false);

  private final Map<UUID, Hidden> hidden = new ConcurrentHashMap<>();

  /// The next record of the topic.
  ///
  /// @throws IllegalArgumentException if it is none
  public void read(byte[] value) {
    try {
      put(PrivacyRecord.parseFrom(value));
    } catch (InvalidProtocolBufferException unreadable) {
      throw new IllegalArgumentException(unreadable);
    }
  }

  public void put(PrivacyRecord record) {
    UUID user = Ids.uuid(record.getUser());
    var now = new Hidden(record.getHidesReceipts(), record.getHidesPresence());
    if (now.equals(NOTHING)) {
      hidden.remove(user);
    } else {
      hidden.put(user, now);
    }
  }

  /// Neither gives receipts nor is given any.
  public boolean hidesReceipts(UUID user) {
    return hidden.getOrDefault(user, NOTHING).receipts();
  }

  /// Is offline to everybody, and not seen writing.
  public boolean hidesPresence(UUID user) {
    return hidden.getOrDefault(user, NOTHING).presence();
  }

  /// How many hide something.
  public int size() {
    return hidden.size();
  }
}
