package dev.rivulet.client.fake;

import dev.rivulet.client.transport.Link;
import dev.rivulet.client.transport.LinkListener;
import dev.rivulet.contracts.CloseCode;
import dev.rivulet.contracts.RefusalCode;
import dev.rivulet.contracts.frame.ClientFrame;
import dev.rivulet.contracts.frame.ConversationEvent;
import dev.rivulet.contracts.frame.FrameCodec;
import dev.rivulet.contracts.frame.ServerFrame;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/// One connection, seen from the gateway. Each direction keeps its order, notices apart from
/// events.
public final class FakeLink implements Link {
  private static final UUID NOBODY = new UUID(0, 0);

  private final FakeBackend backend;
  private final VirtualTime time;
  private final LinkListener listener;
  private final List<ClientFrame> received = new ArrayList<>();
  private UUID user = NOBODY;
  private UUID device = NOBODY;
  private boolean attached;
  private boolean muted;
  private boolean closed;
  private boolean silent;
  private long from;
  private long nextIn;
  private long nextEvent;
  private long nextNotice;
  private long connection;

  FakeLink(FakeBackend backend, VirtualTime time, LinkListener listener) {
    this.backend = backend;
    this.time = time;
    this.listener = listener;
  }

  public UUID user() {
    return user;
  }

  public UUID device() {
    return device;
  }

  public long connection() {
    return connection;
  }

  public boolean attached() {
    return attached && !closed;
  }

  /// The frames that came in, in order.
  public List<ClientFrame> received() {
    return List.copyOf(received);
  }

  /// The messages that came in.
  public List<ClientFrame.Send> sent() {
    return received.stream()
        .filter(ClientFrame.Send.class::isInstance)
        .map(ClientFrame.Send.class::cast)
        .toList();
  }

  /// The same as `n:text`.
  public List<String> sends() {
    return sent().stream().map(send -> send.n() + ":" + send.text()).toList();
  }

  @Override
  public void send(String text) {
    nextIn = Math.max(nextIn, time.millis() + backend.delay(backend.weather().delayMax()));
    time.after(nextIn - time.millis(), () -> arrived(text));
  }

  @Override
  public void close() {
    cut(CloseCode.NORMAL.code());
  }

  /// Ends the connection from the server's side; what is under way is lost.
  public void cut(int code) {
    if (!closed) {
      closed = true;
      time.after(0, () -> listener.closed(code, ""));
    }
  }

  /// Says something to the client, behind the notices so far.
  public void notice(ServerFrame frame) {
    if (!muted) {
      nextNotice =
          Math.max(nextNotice, time.millis() + backend.delay(backend.weather().delayMax()));
      time.after(nextNotice - time.millis(), () -> tell(frame));
    }
  }

  /// As when the machine behind it is gone: nothing comes, not even an end.
  public void goSilent() {
    silent = true;
  }

  void opened() {
    if (!closed) {
      listener.opened();
    }
  }

  void mute() {
    muted = true;
  }

  void attachAgain(String cursor) {
    if (attached()) {
      muted = false;
      from = backend.inbox(user).size();
      tellEvent(new ServerFrame.Attached(UUID.randomUUID(), cursor));
    }
  }

  void deliver(int offset, ConversationEvent event) {
    if (attached() && !muted && offset >= from) {
      tellEvent(new ServerFrame.Event(event));
      tellEvent(new ServerFrame.CursorAt(backend.cursor(user, backend.inbox(user).size())));
    }
  }

  private void tellEvent(ServerFrame frame) {
    nextEvent = Math.max(nextEvent, time.millis() + backend.delay(backend.weather().delayMax()));
    time.after(nextEvent - time.millis(), () -> tell(frame));
  }

  private void tell(ServerFrame frame) {
    if (!closed && !silent) {
      var text = new String(FrameCodec.encode(frame), StandardCharsets.UTF_8);
      listener.text(text, () -> {});
    }
  }

  private void arrived(String text) {
    if (closed) {
      return;
    }
    if (backend.chance(backend.weather().cut())) {
      cut(Link.ABNORMAL);
      return;
    }
    var decoded = FrameCodec.decode(text.getBytes(StandardCharsets.UTF_8));
    if (!(decoded instanceof FrameCodec.Decoded.Frame(ClientFrame frame))) {
      throw new AssertionError(decoded);
    }
    received.add(frame);
    switch (frame) {
      case ClientFrame.Attach attach -> attach(attach);
      case ClientFrame.Send send -> publish(send);
      case ClientFrame.Delivered(UUID conversation, long upTo) ->
          notice(new ServerFrame.Watermark(conversation, upTo, 0, 0));
      case ClientFrame.Read(UUID conversation, long upTo) ->
          notice(new ServerFrame.Watermark(conversation, upTo, upTo, 0));
      case ClientFrame.Token _, ClientFrame.Watch _, ClientFrame.Typing _ -> {
        // Taken as they are.
      }
      case ClientFrame.Ping _ -> notice(new ServerFrame.Pong());
    }
  }

  private void attach(ClientFrame.Attach attach) {
    var names = FakeApi.names(attach.token());
    user = names.user();
    device = names.device();
    connection = attach.connection();
    time.after(
        backend.delay(backend.weather().delayMax()),
        () -> {
          if (!closed) {
            attached = true;
            backend.replaceOlder(this);
            from = backend.inbox(user).size();
            tellEvent(new ServerFrame.Attached(UUID.randomUUID(), backend.cursor(user, from)));
          }
        });
  }

  private void publish(ClientFrame.Send send) {
    if (backend.chance(backend.weather().refuse())) {
      notice(refusal(send, RefusalCode.UNAVAILABLE, 0));
      return;
    }
    if (backend.chance(backend.weather().lateCommand())) {
      time.after(backend.delay(1_000), () -> decide(send));
    } else {
      decide(send);
    }
  }

  private void decide(ClientFrame.Send send) {
    backend.notice(device, new ServerFrame.Ack(send.conversation(), send.id(), send.n()));
    switch (backend.log().decide(user, device, send)) {
      case FakeLog.Decision.Accepted accepted -> backend.emit(accepted);
      case FakeLog.Decision.Repeated(long seq) ->
          backend.notice(
              device, new ServerFrame.Duplicate(send.conversation(), send.id(), send.n(), seq));
      case FakeLog.Decision.Refused(RefusalCode code, long next) ->
          backend.notice(device, refusal(send, code, next));
    }
  }

  private static ServerFrame refusal(ClientFrame.Send send, RefusalCode code, long next) {
    return new ServerFrame.Refused(
        send.conversation(), send.id(), send.n(), code.code(), next == 0 ? null : next, null);
  }
}
