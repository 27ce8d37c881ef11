package dev.rivulet.servers;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;

/// A short conversation with a server in its own protocol, over one connection.
final class Probe {
  private static final int TIMEOUT_MILLIS = 2_000;

  /// What to say and what to hear; true if the server answered as a ready one.
  @FunctionalInterface
  interface Exchange {
    boolean with(DataInputStream in, DataOutputStream out) throws IOException;
  }

  private Probe() {}

  /// False if there is no connection, no answer in time, or the wrong one.
  static boolean ask(int port, Exchange exchange) {
    try (Socket socket = new Socket()) {
      socket.setTcpNoDelay(true);
      socket.setSoTimeout(TIMEOUT_MILLIS);
      socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), TIMEOUT_MILLIS);
      return exchange.with(
          new DataInputStream(socket.getInputStream()),
          new DataOutputStream(socket.getOutputStream()));
    } catch (IOException e) {
      return false;
    }
  }
}
