package dev.rivulet.testing.conformance.client;

import jakarta.websocket.ClientEndpointConfig;
import jakarta.websocket.CloseReason;
import jakarta.websocket.Endpoint;
import jakarta.websocket.EndpointConfig;
import jakarta.websocket.Session;
import java.net.URI;
import org.glassfish.tyrus.client.ClientManager;

/// Tyrus, the reference implementation of Jakarta WebSocket.
public final class TyrusClient implements OtherClient {
  private final Received received = new Received();
  private final Session session;

  public TyrusClient(URI uri) throws Exception {
    session =
        ClientManager.createClient()
            .connectToServer(new Listener(), ClientEndpointConfig.Builder.create().build(), uri);
  }

  @Override
  public void send(String text) throws Exception {
    session.getBasicRemote().sendText(text);
  }

  @Override
  public String receive() {
    return received.next();
  }

  @Override
  public int close() throws Exception {
    session.close(new CloseReason(CloseReason.CloseCodes.NORMAL_CLOSURE, ""));
    return received.closeCode();
  }

  private final class Listener extends Endpoint {
    @Override
    public void onOpen(Session opened, EndpointConfig config) {
      opened.addMessageHandler(String.class, received::add);
    }

    @Override
    public void onClose(Session closed, CloseReason reason) {
      received.closed(reason.getCloseCode().getCode());
    }
  }
}
