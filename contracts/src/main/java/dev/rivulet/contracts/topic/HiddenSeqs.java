package dev.rivulet.contracts.topic;

import com.google.protobuf.ByteString;
import dev.rivulet.contracts.id.Ids;
import dev.rivulet.contracts.log.Event;

/// Which events a member is shown without content although his membership holds their seq: those
/// that are hidden from him, and those that are for somebody else alone.
public final class HiddenSeqs {
  private HiddenSeqs() {}

  public static boolean shows(Event event, ByteString user) {
    boolean meant = event.getOnlyFor().isEmpty() || event.getOnlyFor().equals(user);
    return meant && !names(event.getHiddenFrom(), user);
  }

  /// Whether the ids, one after the other, hold this one.
  public static boolean names(ByteString ids, ByteString user) {
    for (int at = 0; at + Ids.BYTES <= ids.size(); at += Ids.BYTES) {
      if (ids.substring(at, at + Ids.BYTES).equals(user)) {
        return true;
      }
    }
    return false;
  }
}
