package dev.rivulet.gateway.session;

import dev.rivulet.contracts.CloseCode;
import dev.rivulet.contracts.RefusalCode;
import dev.rivulet.contracts.frame.ClientFrame;
import dev.rivulet.contracts.frame.FrameCodec.Decoded;
import dev.rivulet.contracts.frame.ServerFrame;
import dev.rivulet.contracts.frame.SubProtocol;
import dev.rivulet.contracts.id.Ids;
import dev.rivulet.contracts.log.Event;
import dev.rivulet.contracts.log.Position;
import dev.rivulet.contracts.log.SessionRecord;
import dev.rivulet.contracts.topic.HiddenSeqs;
import dev.rivulet.gateway.signal.Watches;
import dev.rivulet.gateway.websocket.Frames;
import dev.rivulet.gateway.websocket.WebSocketConnection;
import dev.rivulet.gateway.websocket.Wire;
import dev.rivulet.token.AccessToken;
import dev.rivulet.token.Verdict;
import java.time.Duration;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// One device on one socket. Until its attach frame it is nobody; from then on it holds the
/// verified token, and ends with it.
public final class Session implements WebSocketConnection.Listener, Watches.Watcher {
  private static final long REFRESH_NANOS = Duration.ofDays(1).toNanos();
  private static final long SEEN_NANOS = Duration.ofMinutes(5).toNanos();

  private final Wire connection;
  private final SessionSetting setting;
  private final long openedAt;
  private volatile @Nullable SessionCommands commands;
  private volatile @Nullable Identity identity;
  private volatile boolean announced;

  // Of the ticking thread, once attached.
  private long refreshedAt;
  private long seenAt;

  // What follows is guarded by this.
  private final CursorKeeper cursor = new CursorKeeper();
  private @Nullable AccessToken token;
  private @Nullable String tokenText;
  private long tokenEnds;
  private boolean attached;

  public Session(Wire connection, SessionSetting setting) {
    this.connection = connection;
    this.setting = setting;
    this.openedAt = setting.time().nanos();
    connection.limitMessages(setting.attachBytesMax());
  }

  @Override
  public void message(byte[] message) {
    var decoded = connection.subProtocol().decode(message);
    var attachedCommands = commands;
    if (attachedCommands != null) {
      accept(decoded, attachedCommands);
    } else if (decoded instanceof Decoded.Frame(ClientFrame.Attach attach)) {
      attach(attach);
    } else {
      close(CloseCode.BAD_FRAME, "attach first");
    }
  }

  private void accept(Decoded decoded, SessionCommands attachedCommands) {
    switch (decoded) {
      case Decoded.Frame(ClientFrame.Send send) -> attachedCommands.send(send);
      case Decoded.Frame(ClientFrame.Delivered upTo) -> attachedCommands.receipt(upTo);
      case Decoded.Frame(ClientFrame.Read upTo) -> attachedCommands.receipt(upTo);
      case Decoded.Frame(ClientFrame.Watch watch) ->
          setting.signals().watches().watch(this, watch.users());
      case Decoded.Frame(ClientFrame.Typing typing) -> attachedCommands.typing(typing);
      case Decoded.Frame(ClientFrame.Ping ping) -> send(new ServerFrame.Pong());
      case Decoded.Frame(ClientFrame.Token fresh) -> renew(fresh.token());
      case Decoded.Frame(ClientFrame.Attach again) -> close(CloseCode.BAD_FRAME, "attached twice");
      case Decoded.UnknownType(String type) ->
          attachedCommands.refuse(RefusalCode.UNKNOWN_FRAME, "unknown type");
      case Decoded.Bad(String detail) -> attachedCommands.refuse(RefusalCode.BAD_FRAME, detail);
    }
  }

  private void attach(ClientFrame.Attach attach) {
    AccessToken valid = verify(attach.token());
    if (valid != null) {
      long since = setting.time().millis();
      var id =
          new Identity(
              valid.user(), valid.device(), setting.ids().get(), attach.connection(), since);
      keep(valid, attach.token());
      identity = id;
      commands = new SessionCommands(connection, id, setting);
      connection.limitMessages(setting.messageBytesMax());
      connection.belongTo(valid.user());
      connection.continueOnFreshThread();
      register(id, valid);
    }
  }

  /// Closes unless the token is good now.
  private @Nullable AccessToken verify(String text) {
    switch (setting.tokens().verify(text)) {
      case Verdict.Valid(AccessToken valid) -> {
        if (!setting.revocations().covers(valid)) {
          return valid;
        }
        close(CloseCode.DEVICE_REVOKED, "device revoked");
      }
      case Verdict.Expired() -> close(CloseCode.TOKEN_EXPIRED, "token expired");
      case Verdict.Refused() -> close(CloseCode.TOKEN_REFUSED, "token refused");
      case Verdict.Undecided() -> close(CloseCode.OVERLOADED, "try again");
    }
    return null;
  }

  /// Registered first, announced then: the router's answer finds the session. What may have changed
  /// in between, the slot and revocations, is looked at again once others can find it too.
  private void register(Identity id, AccessToken valid) {
    int slot = setting.slot().get();
    refreshedAt = setting.time().nanos();
    seenAt = refreshedAt;
    if (!setting.registry().add(id, this)) {
      close(CloseCode.REPLACED, "replaced");
      return;
    }
    if (slot == CurrentSlot.NONE || slot != setting.slot().get()) {
      close(CloseCode.RESTART, "moving");
    } else if (setting.revocations().covers(valid)) {
      close(CloseCode.DEVICE_REVOKED, "device revoked");
    } else {
      announced = true;
      announce(id, slot, false);
      setting.presence().present(id);
    }
  }

  private void announce(Identity id, int slot, boolean refreshed) {
    var record =
        SessionRecord.newBuilder()
            .setUser(Ids.bytes(id.user()))
            .setDevice(Ids.bytes(id.device()))
            .setSession(Ids.bytes(id.session()))
            .setConnection(id.connection())
            .setSlot(slot)
            .setInstance(Ids.bytes(setting.instance()))
            // A living session that is written again is young: age tells it from leftovers.
            .setAttachedAt(refreshed ? setting.time().millis() : id.since())
            .setRefreshed(refreshed)
            .build();
    Runnable failed =
        refreshed ? () -> {} : () -> close(CloseCode.OVERLOADED, "cannot attach now, try again");
    setting.log().announce(record, failed);
  }

  private synchronized void keep(AccessToken valid, String text) {
    token = valid;
    tokenText = text;
    tokenEnds = setting.time().nanos() + setting.tokens().nanosLeft(valid);
  }

  private void renew(String text) {
    AccessToken fresh = verify(text);
    if (fresh == null) {
      return;
    }
    if (fresh.sameDevice(Objects.requireNonNull(token()))) {
      keep(fresh, text);
    } else {
      close(CloseCode.TOKEN_REFUSED, "token of another device");
    }
  }

  @Override
  public synchronized @Nullable String accessToken() {
    return tokenText;
  }

  @Override
  public boolean tell(ServerFrame frame) {
    return tell(Frames.message(subProtocol(), frame));
  }

  /// A frame made by [Frames] in the session's sub-protocol that may as well be left out.
  public boolean tell(byte[] frame) {
    return connection.sendSpare(frame);
  }

  /// How its frames are written.
  public SubProtocol subProtocol() {
    return connection.subProtocol();
  }

  private synchronized @Nullable AccessToken token() {
    return token;
  }

  /// The router's answer: from here on everything arrives live. It comes again after a fail-over.
  public void attachedAt(Position position) {
    Identity id = identity;
    if (id == null) {
      return;
    }
    synchronized (this) {
      if (!cursor.advance(position) && attached) {
        return;
      }
      if (!attached) {
        setting.meters().attach.record(Duration.ofNanos(setting.time().nanos() - openedAt));
      }
      attached = true;
      cursor.told(setting.time().nanos());
      send(new ServerFrame.Attached(id.session(), cursor.cursor().encode()));
    }
  }

  /// An event's frame in the session's sub-protocol, the same bytes for every session, and where
  /// the session's cursor is after it.
  public void deliver(byte[] frame, Position position) {
    connection.send(frame);
    synchronized (this) {
      cursor.advance(position);
    }
  }

  /// Whether its user is shown the content of an event that he has a right to hear of.
  public boolean isShown(Event event) {
    Identity id = identity;
    return id != null && HiddenSeqs.shows(event, Ids.bytes(id.user()));
  }

  /// The event is this session's own command: times its way.
  public void ownEvent(UUID device, String clientMessageId) {
    var attachedCommands = commands;
    Identity id = identity;
    if (attachedCommands != null && id != null && id.device().equals(device)) {
      attachedCommands.delivered(clientMessageId);
    }
  }

  /// A frame made by [Frames] in the session's sub-protocol.
  public void deliver(byte[] frame) {
    connection.send(frame);
  }

  /// Closes if a token issued at or before the time is what the session stands on.
  public void revoke(long issuedUntil) {
    AccessToken held = token();
    if (held != null && held.issuedAt() <= issuedUntil) {
      close(CloseCode.DEVICE_REVOKED, "device revoked");
    }
  }

  /// Tells the client that this gateway is about to close, and when to come back.
  public void sendAway(Duration after) {
    send(new ServerFrame.Reconnect(after.toMillis()));
  }

  public void close(CloseCode code, String reason) {
    connection.close(code, reason);
  }

  @Override
  public void tick(long now) {
    Identity id = identity;
    if (id == null) {
      if (now - openedAt > setting.attachTimeout().toNanos()) {
        close(CloseCode.ATTACH_TIMEOUT, "attach within the time");
      }
      return;
    }
    if (keepTime(now)) {
      refresh(id, now);
    }
  }

  /// What is due by the clock.
  ///
  /// @return whether the session goes on
  private synchronized boolean keepTime(long now) {
    if (now - tokenEnds > 0) {
      close(CloseCode.TOKEN_EXPIRED, "token expired");
      return false;
    }
    if (!attached && now - openedAt > setting.attachedTimeout().toNanos()) {
      close(CloseCode.OVERLOADED, "cannot attach now, try again");
      return false;
    }
    if (attached && cursor.due(now)) {
      cursor.told(now);
      send(new ServerFrame.CursorAt(cursor.cursor().encode()));
    }
    return true;
  }

  /// What else knows of the session learns from time to time that it lives.
  private void refresh(Identity id, long now) {
    int slot = setting.slot().get();
    if (announced && slot != CurrentSlot.NONE && now - refreshedAt > REFRESH_NANOS) {
      refreshedAt = now;
      announce(id, slot, true);
    }
    if (now - seenAt > SEEN_NANOS && connection.lastRead() - seenAt > 0) {
      seenAt = now;
      setting.presence().present(id);
    }
  }

  @Override
  public void ended() {
    Identity id = identity;
    if (id == null) {
      return;
    }
    setting.registry().remove(id, this);
    setting.signals().watches().end(this);
    if (announced) {
      setting.log().end(id.user(), id.session());
      setting.presence().gone(id);
    }
  }

  boolean belongsTo(UUID user) {
    Identity id = identity;
    return id != null && id.user().equals(user);
  }

  long connection() {
    Identity id = identity;
    return id == null ? 0 : id.connection();
  }

  private void send(ServerFrame frame) {
    connection.send(Frames.message(subProtocol(), frame));
  }
}
