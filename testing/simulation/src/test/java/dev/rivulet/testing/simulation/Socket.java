package dev.rivulet.testing.simulation;

import dev.rivulet.client.transport.Link;
import dev.rivulet.client.transport.LinkListener;
import dev.rivulet.contracts.CloseCode;
import dev.rivulet.gateway.session.Session;
import dev.rivulet.gateway.websocket.Wire;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// One connection, both its ends. What is under way each way keeps its order; either end may be
/// gone without the other knowing.
final class Socket implements Link, Wire {
  private static final int SHORT_LENGTH_MAX = 125;
  private static final int TWO_BYTE_LENGTH = 126;

  private final Device device;
  private final URI address;
  private final LinkListener listener;

  /// The gateway never learns that the client is gone.
  private final boolean halfOpen;

  private final ArrayDeque<String> incoming = new ArrayDeque<>();
  private final ArrayDeque<String> outgoing = new ArrayDeque<>();
  private @Nullable Edge edge;
  private @Nullable Session session;
  private @Nullable Integer closeCode;
  private boolean opened;
  private boolean clientGone;
  private boolean edgeGone;

  Socket(Device device, URI address, LinkListener listener, boolean halfOpen) {
    this.device = device;
    this.address = address;
    this.listener = listener;
    this.halfOpen = halfOpen;
  }

  URI address() {
    return address;
  }

  /// Connects, or fails to.
  ///
  /// @return whether it was to be done
  boolean open(@Nullable Edge to) {
    if (opened) {
      return false;
    }
    opened = true;
    if (clientGone) {
      edgeGone = true;
      return true;
    }
    if (to == null) {
      edgeGone = true;
      closeClient(ABNORMAL);
      return true;
    }
    edge = to;
    session = to.accept(this);
    listener.opened();
    return true;
  }

  boolean isAt(Edge which) {
    return edge == which && !edgeGone;
  }

  boolean isOver() {
    return clientGone && edgeGone;
  }

  @Override
  public void send(String text) {
    if (!clientGone) {
      incoming.add(text);
    }
  }

  /// The client leaves. What it sent may still arrive; the gateway learns of the end behind that,
  /// or, when the network is gone as well, never.
  @Override
  public void close() {
    closeClient(CloseCode.NORMAL.code());
  }

  private void closeClient(int code) {
    if (!clientGone) {
      clientGone = true;
      outgoing.clear();
      listener.closed(code, "");
    }
  }

  /// The gateway takes the next frame, or learns that there is none any more.
  boolean edgeReads() {
    var at = session;
    if (at == null || edgeGone) {
      return false;
    }
    var text = incoming.poll();
    if (text != null) {
      if (closeCode == null) {
        at.message(text.getBytes(StandardCharsets.UTF_8));
      }
      return true;
    }
    if (clientGone && !halfOpen) {
      endAtEdge();
      return true;
    }
    return false;
  }

  private void endAtEdge() {
    var at = session;
    if (at != null && !edgeGone) {
      edgeGone = true;
      at.ended();
    }
  }

  /// The client takes the next frame, or the close behind the last.
  boolean clientReads() {
    if (clientGone) {
      return false;
    }
    var text = outgoing.poll();
    if (text != null) {
      if (device.hear(text)) {
        listener.text(text, () -> {});
      }
      return true;
    }
    if (closeCode != null) {
      closeClient(closeCode);
      endAtEdge();
      return true;
    }
    return false;
  }

  /// The client's process is killed.
  void vanish() {
    clientGone = true;
    outgoing.clear();
    if (halfOpen) {
      incoming.clear();
    }
  }

  /// The connection breaks, and both ends notice.
  void cut() {
    closeClient(ABNORMAL);
    incoming.clear();
    endAtEdge();
  }

  /// The gateway's process is gone: nobody says anything any more. The client notices at once or by
  /// the silence.
  void killEdge(boolean noticed) {
    edgeGone = true;
    incoming.clear();
    outgoing.clear();
    if (noticed) {
      closeClient(ABNORMAL);
    }
  }

  void tick(long nanos) {
    var at = session;
    if (at != null && !edgeGone) {
      at.tick(nanos);
    }
  }

  @Override
  public boolean send(byte[] frame) {
    if (closeCode != null || edgeGone) {
      return false;
    }
    var text = payload(frame);
    if (!clientGone) {
      outgoing.add(text);
    }
    return true;
  }

  @Override
  public boolean sendSpare(byte[] frame) {
    return send(frame);
  }

  /// Behind what waits. A client that is gone does not answer, so the gateway ends it.
  @Override
  public void close(CloseCode code, String reason) {
    if (closeCode == null) {
      closeCode = code.code();
      if (clientGone) {
        incoming.clear();
      }
    }
  }

  /// The thread that reads learns of a close of our own to somebody who does not answer.
  boolean endsUnanswered() {
    if (closeCode == null || !clientGone || edgeGone) {
      return false;
    }
    endAtEdge();
    return true;
  }

  @Override
  public void limitMessages(int bytesMax) {
    // Every message here is short.
  }

  @Override
  public void belongTo(UUID owner) {
    // Nobody is too fast here.
  }

  @Override
  public long lastRead() {
    return device.nanos();
  }

  @Override
  public void continueOnFreshThread() {
    // There are no threads.
  }

  /// RFC 6455 section 5.2, of a server's text frame.
  private static String payload(byte[] frame) {
    var bytes = ByteBuffer.wrap(frame);
    bytes.get();
    int length = bytes.get();
    if (length > SHORT_LENGTH_MAX) {
      length = length == TWO_BYTE_LENGTH ? bytes.getShort() & 0xffff : (int) bytes.getLong();
    }
    return new String(frame, bytes.position(), length, StandardCharsets.UTF_8);
  }
}
