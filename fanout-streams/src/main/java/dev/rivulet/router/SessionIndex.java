package dev.rivulet.router;

import com.google.protobuf.ByteString;
import dev.rivulet.contracts.log.SessionRecord;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Who is attached where, of one partition of `sessions`.
///
/// One session per device is live: the one with the highest connection number, in whatever order
/// the records arrive (equal numbers: the larger session id).
final class SessionIndex {
  /// Follows which sessions there are. One that was written anew ends and begins.
  interface Listener {
    void online(SessionRecord session);

    void offline(SessionRecord session);
  }

  private final Listener listener;
  private final Map<ByteString, Map<ByteString, SessionRecord>> byUserAndDevice = new HashMap<>();
  private int sessions;

  SessionIndex(Listener listener) {
    this.listener = listener;
  }

  /// What a record changed: the session that lost its device, if any. It may be the record's own.
  Optional<SessionRecord> put(SessionRecord session) {
    var devices = byUserAndDevice.computeIfAbsent(session.getUser(), _ -> new HashMap<>());
    var present = devices.get(session.getDevice());
    if (present == null) {
      devices.put(session.getDevice(), session);
      sessions++;
      listener.online(session);
      return Optional.empty();
    }
    if (present.getSession().equals(session.getSession())) {
      replace(devices, present, session);
      return Optional.empty();
    }
    if (newer(session, present)) {
      replace(devices, present, session);
      return Optional.of(present);
    }
    return Optional.of(session);
  }

  private void replace(
      Map<ByteString, SessionRecord> devices, SessionRecord present, SessionRecord session) {
    devices.put(session.getDevice(), session);
    listener.offline(present);
    listener.online(session);
  }

  private static boolean newer(SessionRecord one, SessionRecord other) {
    if (one.getConnection() != other.getConnection()) {
      return one.getConnection() > other.getConnection();
    }
    var bytes = ByteString.unsignedLexicographicalComparator();
    return bytes.compare(one.getSession(), other.getSession()) > 0;
  }

  void remove(ByteString user, ByteString session) {
    var devices = byUserAndDevice.get(user);
    if (devices == null) {
      return;
    }
    for (var all = devices.values().iterator(); all.hasNext(); ) {
      var present = all.next();
      if (present.getSession().equals(session)) {
        all.remove();
        sessions--;
        listener.offline(present);
      }
    }
    if (devices.isEmpty()) {
      byUserAndDevice.remove(user);
    }
  }

  Collection<SessionRecord> of(ByteString user) {
    var devices = byUserAndDevice.get(user);
    return devices == null ? List.of() : devices.values();
  }

  Collection<SessionRecord> of(ByteString user, ByteString device) {
    var devices = byUserAndDevice.get(user);
    var session = devices == null ? null : devices.get(device);
    return session == null ? List.of() : List.of(session);
  }

  /// Sessions last written before `time`.
  List<SessionRecord> writtenBefore(long time) {
    var old = new ArrayList<SessionRecord>();
    for (var devices : byUserAndDevice.values()) {
      for (var session : devices.values()) {
        if (session.getAttachedAt() < time) {
          old.add(session);
        }
      }
    }
    return old;
  }

  void clear() {
    byUserAndDevice.clear();
    sessions = 0;
  }

  int size() {
    return sessions;
  }
}
