package dev.rivulet.testing.conformance;

import java.nio.ByteBuffer;
import org.eclipse.jetty.websocket.api.Callback;
import org.eclipse.jetty.websocket.api.Session;
import org.jspecify.annotations.Nullable;

/// One connection of [JettyEcho]; public, because Jetty calls it by reflection.
public final class JettyEchoSocket implements Session.Listener.AutoDemanding {
  private @Nullable Session session;

  @Override
  public void onWebSocketOpen(Session opened) {
    session = opened;
  }

  @Override
  public void onWebSocketText(String message) {
    session().sendText(message, Callback.NOOP);
  }

  @Override
  public void onWebSocketBinary(ByteBuffer payload, Callback callback) {
    var copy = ByteBuffer.allocate(payload.remaining()).put(payload).flip();
    callback.succeed();
    session().sendBinary(copy, Callback.NOOP);
  }

  private Session session() {
    if (session == null) {
      throw new IllegalStateException("a message before the opening");
    }
    return session;
  }
}
