package dev.rivulet.gateway.session;

import com.google.protobuf.ByteString;
import dev.rivulet.contracts.CloseCode;
import dev.rivulet.contracts.topic.MemberSpans;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// The sessions of this process, one per device.
public final class SessionRegistry {
  private final Map<UUID, Session> bySession = new ConcurrentHashMap<>();
  private final Map<DeviceKey, Session> byDevice = new ConcurrentHashMap<>();

  private final BigMemberships bigMemberships = new BigMemberships();

  private record DeviceKey(UUID user, UUID device) {
    static DeviceKey of(Identity identity) {
      return new DeviceKey(identity.user(), identity.device());
    }
  }

  /// Adds a session and closes the device's older one.
  ///
  /// @return false if the device has a newer one here already
  boolean add(Identity identity, Session session) {
    bySession.put(identity.session(), session);
    Session winner = byDevice.merge(DeviceKey.of(identity), session, SessionRegistry::newer);
    if (winner != session) {
      bySession.remove(identity.session(), session);
      return false;
    }
    return true;
  }

  private static Session newer(Session present, Session added) {
    if (present.connection() > added.connection()) {
      return present;
    }
    present.close(CloseCode.REPLACED, "replaced");
    return added;
  }

  void remove(Identity identity, Session session) {
    bySession.remove(identity.session(), session);
    byDevice.remove(DeviceKey.of(identity), session);
    bigMemberships.forget(session);
  }

  /// Adds what is known of a session's user in a big conversation. For the thread that reads
  /// deliveries.
  public void learn(UUID session, ByteString conversation, int inboxPartition, MemberSpans spans) {
    Session found = bySession.get(session);
    if (found != null) {
      bigMemberships.learn(conversation, inboxPartition, found, spans);
      // It may have gone in the meantime, and its end looked too early.
      if (bySession.get(session) != found) {
        bigMemberships.forget(found);
      }
    }
  }

  /// The sessions of users of this inbox partition that are members of a big conversation at this
  /// seq.
  public void forEachMember(
      ByteString conversation, int inboxPartition, long seq, Consumer<Session> action) {
    bigMemberships.forEach(conversation, inboxPartition, seq, action);
  }

  /// Sessions of which a big conversation is known.
  int inBigConversations() {
    return bigMemberships.sessions();
  }

  /// The session, if it is here and that user's.
  public @Nullable Session find(UUID user, UUID session) {
    Session found = bySession.get(session);
    return found != null && found.belongsTo(user) ? found : null;
  }

  /// The device's session, if it has one here.
  public @Nullable Session ofDevice(UUID user, UUID device) {
    return byDevice.get(new DeviceKey(user, device));
  }

  public void forEach(Consumer<Session> action) {
    bySession.values().forEach(action);
  }

  public int size() {
    return bySession.size();
  }
}
