package dev.rivulet.gateway.websocket;

import java.io.IOException;
import java.net.Socket;

/// Ends sockets.
final class Sockets {
  private Sockets() {}

  static void close(Socket socket) {
    try {
      socket.close();
    } catch (IOException alreadyGone) {
      // There is nothing left to release.
    }
  }
}
