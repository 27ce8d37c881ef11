package dev.rivulet.gateway.session;

import dev.rivulet.contracts.Bounds;
import dev.rivulet.contracts.RefusalCode;
import dev.rivulet.contracts.frame.ClientFrame;
import dev.rivulet.contracts.frame.ServerFrame;
import dev.rivulet.contracts.id.Ids;
import dev.rivulet.contracts.log.Actor;
import dev.rivulet.contracts.log.Typing;
import dev.rivulet.gateway.command.CommandLog;
import dev.rivulet.gateway.command.SendCheck;
import dev.rivulet.gateway.websocket.Wire;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The commands of one session on their way into the log. They are handed over on the reading
/// thread, so the log holds them in the order in which the device sent them.
final class SessionCommands {
  private static final long TYPING_NANOS = Duration.ofMillis(Bounds.TYPING_INTERVAL_MS).toNanos();

  private final Wire connection;
  private final SessionSetting setting;
  private final Identity identity;

  // What follows is guarded by this.
  private int unacknowledged;
  private long typedAt;

  /// When each of the latest sends came in, until its event goes out.
  private @Nullable Map<String, Long> sentAt;

  SessionCommands(Wire connection, Identity identity, SessionSetting setting) {
    this.connection = connection;
    this.setting = setting;
    this.identity = identity;
  }

  void send(ClientFrame.Send send) {
    var refusal = SendCheck.check(send);
    if (refusal.isPresent()) {
      refuse(send, refusal.get().code(), refusal.get().detail());
      return;
    }
    var command = setting.sendCommands().of(actor(), send);
    if (command.isEmpty()) {
      refuse(send, RefusalCode.BAD_TICKET, "media holds what is no ticket of this user's");
    } else if (!reserve()) {
      refuse(send, RefusalCode.TOO_FAST, "too many sends without an ack");
    } else {
      long start = setting.time().nanos();
      remember(send.id(), start);
      setting
          .receipts()
          .beforeSend(identity.user(), identity.device(), send.conversation())
          .ifPresent(setting.receiptLog()::append);
      setting.commands().append(command.get(), new Answer(send, start));
    }
  }

  void receipt(ClientFrame.Delivered frame) {
    var receipts = setting.receipts();
    setting.receiptLog().append(receipts.of(identity.user(), identity.device(), frame));
  }

  void receipt(ClientFrame.Read frame) {
    var receipts = setting.receipts();
    setting.receiptLog().append(receipts.of(identity.user(), identity.device(), frame));
  }

  /// Dropped without a word if it comes too often, or from one who is not seen writing.
  void typing(ClientFrame.Typing frame) {
    var signals = setting.signals();
    if (signals.privacy().hidesPresence(identity.user()) || !typesNow(setting.time().nanos())) {
      return;
    }
    signals
        .typing()
        .append(
            Typing.newBuilder()
                .setConversation(Ids.bytes(frame.conversation()))
                .setUser(Ids.bytes(identity.user()))
                .build());
  }

  private synchronized boolean typesNow(long now) {
    if (now - typedAt < TYPING_NANOS) {
      return false;
    }
    typedAt = now;
    return true;
  }

  /// Made when it is needed: an idle session holds no copy of what its identity says.
  private Actor actor() {
    return Actor.newBuilder()
        .setUser(Ids.bytes(identity.user()))
        .setDevice(Ids.bytes(identity.device()))
        .setSession(Ids.bytes(identity.session()))
        .build();
  }

  void refuse(RefusalCode code, String detail) {
    setting.meters().refused(code);
    reply(new ServerFrame.Refused(null, null, null, code.code(), null, detail));
  }

  private void refuse(ClientFrame.Send send, RefusalCode code, @Nullable String detail) {
    setting.meters().refused(code);
    String id = SendCheck.isId(send.id()) ? send.id() : null;
    reply(new ServerFrame.Refused(send.conversation(), id, send.n(), code.code(), null, detail));
  }

  /// Ends the time of a send whose event is on its way back to this session.
  void delivered(String clientMessageId) {
    Long start = forget(clientMessageId);
    if (start != null) {
      setting.meters().commandDelivery.record(Duration.ofNanos(setting.time().nanos() - start));
    }
  }

  private synchronized boolean reserve() {
    if (unacknowledged == Bounds.UNCONFIRMED_MAX) {
      return false;
    }
    unacknowledged++;
    return true;
  }

  private synchronized void release() {
    unacknowledged--;
  }

  private synchronized void remember(String clientMessageId, long now) {
    if (sentAt == null) {
      sentAt = new LinkedHashMap<>();
    }
    if (sentAt.size() == Bounds.UNCONFIRMED_MAX) {
      sentAt.remove(sentAt.keySet().iterator().next());
    }
    sentAt.put(clientMessageId, now);
  }

  private synchronized @Nullable Long forget(String clientMessageId) {
    if (sentAt == null) {
      return null;
    }
    Long start = sentAt.remove(clientMessageId);
    if (sentAt.isEmpty()) {
      sentAt = null;
    }
    return start;
  }

  private void reply(ServerFrame frame) {
    connection.send(Session.frame(frame));
  }

  private final class Answer implements CommandLog.Outcome {
    private final ClientFrame.Send send;
    private final long start;

    Answer(ClientFrame.Send send, long start) {
      this.send = send;
      this.start = start;
    }

    @Override
    public void appended() {
      release();
      setting.meters().commandAck.record(Duration.ofNanos(setting.time().nanos() - start));
      reply(new ServerFrame.Ack(send.conversation(), send.id(), send.n()));
    }

    @Override
    public void failed() {
      release();
      forget(send.id());
      refuse(send, RefusalCode.UNAVAILABLE, null);
    }
  }
}
