package dev.rivulet.gateway.delivery;

import com.google.protobuf.ByteString;
import dev.rivulet.contracts.CloseCode;
import dev.rivulet.contracts.frame.ServerFrame;
import dev.rivulet.contracts.frame.SubProtocol;
import dev.rivulet.contracts.id.Ids;
import dev.rivulet.contracts.log.Attached;
import dev.rivulet.contracts.log.Delivery;
import dev.rivulet.contracts.log.Event;
import dev.rivulet.contracts.log.EventDelivery;
import dev.rivulet.contracts.log.Notice;
import dev.rivulet.contracts.log.Position;
import dev.rivulet.contracts.log.Replaced;
import dev.rivulet.contracts.topic.MemberSpans;
import dev.rivulet.gateway.session.Session;
import dev.rivulet.gateway.session.SessionLog;
import dev.rivulet.gateway.session.SessionMeters;
import dev.rivulet.gateway.session.SessionRegistry;
import dev.rivulet.gateway.signal.Signals;
import dev.rivulet.gateway.websocket.Frames;
import java.nio.ByteBuffer;
import java.util.EnumMap;
import java.util.Map;
import java.util.UUID;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/// Hands one delivery to the sessions it names. For one thread.
public final class Deliveries {
  private static final int REFERENCE_BYTES = 2 * Ids.BYTES;

  private final UUID instance;
  private final SessionRegistry registry;
  private final EncodedEvents encoded;
  private final Tombstones tombstones;
  private final SessionMeters meters;
  private final Signals signals;

  public Deliveries(
      UUID instance,
      SessionRegistry registry,
      SessionLog log,
      SessionMeters meters,
      Signals signals,
      long encodedBytesMax,
      LongSupplier nanoTime) {
    this.instance = instance;
    this.registry = registry;
    this.encoded = new EncodedEvents(encodedBytesMax);
    this.tombstones = new Tombstones(log, nanoTime);
    this.meters = meters;
    this.signals = signals;
  }

  /// Delivers to those named; a session that is not here is answered with a tombstone.
  ///
  /// @throws IllegalArgumentException if an id in it has the wrong size; nothing was delivered then
  ///   beyond that place
  public void accept(Delivery delivery) {
    boolean ours = Ids.uuid(delivery.getInstance()).equals(instance);
    switch (delivery.getBodyCase()) {
      case EVENT -> {
        if (delivery.getEvent().getByMembership()) {
          bigEvent(delivery.getEvent(), delivery.getInboxPartition(), ours);
        } else {
          event(delivery.getEvent(), ours);
        }
      }
      case BIG_MEMBERSHIP -> membership(delivery, ours);
      case ATTACHED -> attached(delivery.getAttached(), ours);
      case NOTICE -> {
        var notice = delivery.getNotice().getNotice();
        var frame = hidden(notice) ? null : NoticeFrames.frame(notice).orElse(null);
        notice(frame, notice.hasWriting(), delivery.getNotice().getSessions(), ours);
      }
      case REPLACED -> replaced(delivery.getReplaced(), ours);
      case CLAIM, BODY_NOT_SET -> {}
    }
  }

  private void event(EventDelivery delivery, boolean ours) {
    Event event = delivery.getEvent();
    var recipients = new Recipients(event, delivery.getPosition());
    var references = references(delivery.getSessions());
    while (references.hasRemaining()) {
      Session session = next(references, ours);
      if (session != null) {
        recipients.deliver(session);
      }
    }
  }

  /// Hands one event to sessions; its frame is made once for each sub-protocol among them. It may
  /// be hidden from some of those to whom it goes: they get a frame of their own.
  private final class Recipients {
    private final Event event;
    private final Position position;
    private final boolean hidesFromSome;
    private final Map<SubProtocol, byte[]> frames = new EnumMap<>(SubProtocol.class);
    private final Map<SubProtocol, byte[]> hidden = new EnumMap<>(SubProtocol.class);
    private boolean measured;

    Recipients(Event event, Position position) {
      this.event = event;
      this.position = position;
      this.hidesFromSome = !event.getOnlyFor().isEmpty() || !event.getHiddenFrom().isEmpty();
    }

    void deliver(Session session) {
      if (hidesFromSome && !session.isShown(event)) {
        deliverHidden(session);
        return;
      }
      if (!measured) {
        measured = true;
        meters.delivered(event.getTime(), System.currentTimeMillis());
      }
      byte[] made = frames.computeIfAbsent(session.subProtocol(), it -> encoded.frame(event, it));
      session.deliver(made, position);
      if (!event.getDevice().isEmpty()) {
        session.ownEvent(Ids.uuid(event.getDevice()), event.getClientMessageId());
      }
    }

    private void deliverHidden(Session session) {
      byte[] made =
          hidden.computeIfAbsent(session.subProtocol(), it -> EncodedEvents.hidden(event, it));
      session.deliver(made, position);
    }
  }

  /// The one session that it names is looked for only so that it is ended if it is gone.
  private void bigEvent(EventDelivery delivery, int inboxPartition, boolean ours) {
    var references = references(delivery.getSessions());
    while (references.hasRemaining()) {
      var _ = next(references, ours);
    }
    if (!ours) {
      return;
    }
    Event event = delivery.getEvent();
    var recipients = new Recipients(event, delivery.getPosition());
    registry.forEachMember(
        event.getConversation(), inboxPartition, event.getSeq(), recipients::deliver);
  }

  private void membership(Delivery delivery, boolean ours) {
    var membership = delivery.getBigMembership();
    UUID session = Ids.uuid(membership.getSession());
    if (find(Ids.uuid(membership.getUser()), session, ours) != null) {
      registry.learn(
          session,
          membership.getConversation(),
          delivery.getInboxPartition(),
          MemberSpans.of(membership.getIntervalsList()));
    }
  }

  /// Who gives no receipts is given none, from the moment he says so.
  private boolean hidden(Notice notice) {
    return notice.hasStatus() && signals.privacy().hidesReceipts(Ids.uuid(notice.getUser()));
  }

  private void notice(
      @Nullable ServerFrame frame, boolean spare, ByteString sessions, boolean ours) {
    Map<SubProtocol, byte[]> frames = new EnumMap<>(SubProtocol.class);
    var references = references(sessions);
    while (references.hasRemaining()) {
      Session session = next(references, ours);
      if (session == null || frame == null) {
        continue;
      }
      byte[] made = frames.computeIfAbsent(session.subProtocol(), it -> Frames.message(it, frame));
      if (!spare) {
        session.deliver(made);
      } else if (!session.tell(made)) {
        signals.meters().shedTyping();
      }
    }
  }

  private void attached(Attached attached, boolean ours) {
    Session session = find(Ids.uuid(attached.getUser()), Ids.uuid(attached.getSession()), ours);
    if (session != null) {
      session.attachedAt(attached.getPosition());
    }
  }

  private void replaced(Replaced replaced, boolean ours) {
    Session session = find(Ids.uuid(replaced.getUser()), Ids.uuid(replaced.getSession()), ours);
    if (session != null) {
      session.close(CloseCode.REPLACED, "replaced");
    }
  }

  private static ByteBuffer references(ByteString sessions) {
    if (sessions.size() % REFERENCE_BYTES != 0) {
      throw new IllegalArgumentException("session list of " + sessions.size() + " bytes");
    }
    return sessions.asReadOnlyByteBuffer();
  }

  private @Nullable Session next(ByteBuffer references, boolean ours) {
    UUID user = new UUID(references.getLong(), references.getLong());
    UUID session = new UUID(references.getLong(), references.getLong());
    return find(user, session, ours);
  }

  private @Nullable Session find(UUID user, UUID session, boolean ours) {
    Session found = ours ? registry.find(user, session) : null;
    if (found == null) {
      tombstones.answer(user, session);
    }
    return found;
  }
}
