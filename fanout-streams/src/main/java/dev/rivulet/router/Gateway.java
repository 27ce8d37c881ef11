package dev.rivulet.router;

import com.google.protobuf.ByteString;
import dev.rivulet.contracts.log.SessionRecord;

/// A gateway process and its partition of `deliveries`.
record Gateway(int slot, ByteString instance) implements Comparable<Gateway> {
  static Gateway of(SessionRecord session) {
    return new Gateway(session.getSlot(), session.getInstance());
  }

  @Override
  public int compareTo(Gateway other) {
    int bySlot = Integer.compare(slot, other.slot);
    return bySlot != 0
        ? bySlot
        : ByteString.unsignedLexicographicalComparator().compare(instance, other.instance);
  }
}
