package dev.rivulet.gateway.session;

import dev.rivulet.contracts.log.SessionRecord;
import java.util.UUID;

/// The way into topic `sessions`. Records of one session keep the order of the calls.
public interface SessionLog {
  /// Says that the session is here, or still here.
  ///
  /// @param failed called if the record could not be written
  void announce(SessionRecord record, Runnable failed);

  /// A tombstone. If it is lost, the next delivery for the session brings another.
  void end(UUID user, UUID session);
}
