package dev.rivulet.testing.simulation;

import com.google.protobuf.ByteString;
import dev.rivulet.api.http.Problem;
import dev.rivulet.api.sync.SimulatedSync;
import dev.rivulet.client.SimulatedTimeline;
import dev.rivulet.contracts.Cursor;
import dev.rivulet.contracts.frame.ConversationEvent;
import dev.rivulet.contracts.id.Ids;
import dev.rivulet.contracts.log.Actor;
import dev.rivulet.contracts.log.Command;
import dev.rivulet.contracts.log.Content;
import dev.rivulet.contracts.log.Delivery;
import dev.rivulet.contracts.log.Position;
import dev.rivulet.contracts.log.SendMessage;
import dev.rivulet.contracts.log.SessionRecord;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// One person's device with its socket: what it sends until it sees it decided, and what it is
/// shown. Order, repeats and gaps are the production timeline's; cursors are kept by its rule.
final class Device {
  final UUID user;
  final List<ConversationEvent> shown = new ArrayList<>();
  final Set<Long> received = new HashSet<>();
  final ArrayDeque<Command> unconfirmed = new ArrayDeque<>();
  private final Simulation world;
  private final SimulatedTimeline timeline = new SimulatedTimeline();
  private final ArrayDeque<Delivery> frames = new ArrayDeque<>();
  private final List<ArrayDeque<Command>> sockets = new ArrayList<>();
  private Cursor stored;
  private @Nullable Cursor attached;
  private @Nullable Cursor heldLive;
  private Cursor position;
  private long served = -1;
  private boolean complete;
  private long connection;
  private long lastSeen;
  private long sent;
  private UUID session = new UUID(0, 0);
  private UUID instance = new UUID(0, 0);

  Device(Simulation world, UUID user) {
    this.world = world;
    this.user = user;
    stored = new Cursor(1, 0, world.log.now);
    position = stored;
  }

  void write() {
    sent++;
    var content = Content.newBuilder().setContent(ByteString.copyFromUtf8("text " + sent));
    var command =
        Simulation.command(user, "m" + sent)
            .setN(sent)
            .setSendMessage(SendMessage.newBuilder().setContent(content))
            .build();
    unconfirmed.add(command);
    if (!sockets.isEmpty()) {
      sockets.getLast().add(command);
    }
  }

  /// What one socket holds reaches the log, an older one perhaps late.
  void append(int which) {
    if (!sockets.isEmpty()) {
      var command = sockets.get(which % sockets.size()).poll();
      if (command != null) {
        world.log.append(command, world.time());
      }
    }
  }

  void attach() {
    connection++;
    session = new UUID(user.getLeastSignificantBits(), connection);
    instance = world.instance;
    frames.clear();
    attached = null;
    heldLive = null;
    complete = false;
    served = -1;
    announce();
    var again = new ArrayDeque<Command>();
    for (var command : unconfirmed) {
      if (world.mistake == Mistake.LATER_MESSAGE_FIRST) {
        again.addFirst(command.toBuilder().setN(0).build());
      } else {
        again.add(command);
      }
    }
    sockets.add(again);
    if (sockets.size() > 3) {
      sockets.removeFirst();
    }
  }

  /// The record may come again, late.
  void announce() {
    if (connection == 0) {
      return;
    }
    var record =
        SessionRecord.newBuilder()
            .setUser(Ids.bytes(user))
            .setDevice(Ids.bytes(user))
            .setSession(Ids.bytes(session))
            .setInstance(Ids.bytes(instance))
            .setConnection(connection)
            .setAttachedAt(world.log.now)
            .build();
    var change = new Log.SessionChange(record.getUser(), record.getSession(), record);
    world.log.sessions.append(change, null, world.log.now);
  }

  boolean isLive() {
    return complete && frames.isEmpty();
  }

  boolean needsAttach() {
    return connection == 0 || !instance.equals(world.instance);
  }

  /// As the gateway: what names this session and its own instance.
  void deliver(Delivery delivery) {
    if (!Ids.uuid(delivery.getInstance()).equals(instance) || needsAttach()) {
      return;
    }
    if (delivery.hasAttached()) {
      if (delivery.getAttached().getSession().equals(Ids.bytes(session))) {
        frames.add(delivery);
      }
    } else if (delivery.hasEvent()) {
      var ids = delivery.getEvent().getSessions();
      var mine = Ids.bytes(user).concat(Ids.bytes(session));
      for (int at = 0; at < ids.size(); at += 32) {
        if (ids.substring(at, at + 32).equals(mine)) {
          frames.add(delivery);
        }
      }
    }
  }

  boolean frame() {
    var delivery = frames.poll();
    if (delivery == null) {
      return false;
    }
    if (delivery.hasAttached()) {
      var place = delivery.getAttached().getPosition();
      if (place.getOffset() > served || attached == null) {
        served = Math.max(served, place.getOffset());
        begin(cursor(place, served));
      }
      return true;
    }
    var place = delivery.getEvent().getPosition();
    take(ConversationEvent.of(delivery.getEvent().getEvent()), false);
    if (attached != null) {
      served = Math.max(served, place.getOffset());
      liveCursor(cursor(place, served));
    }
    return true;
  }

  private static Cursor cursor(Position place, long offset) {
    return new Cursor(place.getGeneration(), offset, place.getTime());
  }

  private void begin(Cursor to) {
    if (attached == null) {
      position = stored;
    }
    attached = to;
    heldLive = null;
    complete = false;
  }

  private void liveCursor(Cursor cursor) {
    if (complete || world.mistake == Mistake.LIVE_CURSOR_BEFORE_SYNC_ENDS) {
      moveTo(cursor);
    } else {
      heldLive = cursor;
    }
  }

  /// One page, if a sync is under way.
  void sync(SimulatedSync api, int limit) {
    var to = attached;
    if (to == null || complete) {
      return;
    }
    var page = api.sync(user, position, to, limit);
    page.events().forEach(event -> take(event, true));
    position = page.cursor();
    moveTo(position);
    if (page.complete()) {
      complete = true;
      var first = timeline.first();
      if (first.isPresent() && !timeline.started() && begins(first.get())) {
        shown.addAll(timeline.start(first.get().seq() - 1));
      }
      if (heldLive != null) {
        moveTo(heldLive);
        heldLive = null;
      }
    }
  }

  private void moveTo(Cursor cursor) {
    if (timeline.isRemembered()) {
      stored = cursor;
    }
  }

  private boolean begins(ConversationEvent event) {
    return event.kind().equals(ConversationEvent.CREATED)
        || (event.kind().equals(ConversationEvent.ADDED) && event.members().contains(user));
  }

  private void take(ConversationEvent event, boolean fromStore) {
    if (world.mistake == Mistake.CLIENT_DROPS_BY_LAST_SEEN && event.seq() < lastSeen) {
      return;
    }
    lastSeen = Math.max(lastSeen, event.seq());
    received.add(event.seq());
    world.checkLive(event);
    confirm(event);
    if (world.mistake == Mistake.CLIENT_SHOWS_REPEATS) {
      shown.add(event);
      return;
    }
    if (!timeline.started() && begins(event) && (fromStore || complete)) {
      shown.addAll(timeline.start(event.seq() - 1));
    }
    shown.addAll(timeline.offer(event));
  }

  private void confirm(ConversationEvent event) {
    if (user.equals(event.device())) {
      unconfirmed.removeIf(command -> command.getClientMessageId().equals(event.id()));
    }
  }

  /// Asks history for what is missing once a sync is complete.
  void repair() {
    if (!complete) {
      return;
    }
    try {
      if (!timeline.started() && timeline.first().isPresent()) {
        long visible = world.history.access(user, Simulation.GROUP).visibleFrom();
        shown.addAll(timeline.start(visible - 1));
      }
      long from = timeline.missingFrom();
      if (from == 0) {
        return;
      }
      var range = world.history.range(user, Simulation.GROUP, from, timeline.missingTo());
      range.events().forEach(this::confirm);
      if (range.complete()) {
        shown.addAll(timeline.filled(range.events()));
      }
    } catch (Problem notStoredYet) {
      // It is asked for again.
    }
  }

  boolean isMissing() {
    return !timeline.isRemembered() || timeline.missingFrom() != 0;
  }

  /// The process ends and starts again with what it stored.
  void restart() {
    timeline.restart();
    lastSeen = 0;
    attach();
  }

  static Actor actor(UUID user) {
    return Actor.newBuilder().setUser(Ids.bytes(user)).setDevice(Ids.bytes(user)).build();
  }
}
