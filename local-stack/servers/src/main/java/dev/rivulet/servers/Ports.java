package dev.rivulet.servers;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;

/// TCP ports of the loopback interface.
public final class Ports {
  /// Below the range that Linux and macOS give to outgoing connections, so that nobody's client
  /// takes a port between the choice and the start, or while a server is down.
  private static final int LOWEST = 20_000;

  private static final int HIGHEST = 32_000;
  private static final int BLOCK = 100;
  private static final int ATTEMPTS = 500;
  private static final Ports OURS = new Ports();

  /// A block belongs to the JVM that listens on its first port, until that JVM ends.
  private final List<ServerSocket> held = new ArrayList<>();

  private int next;
  private int end;

  private Ports() {}

  /// A port nobody listens on, never the same twice in one JVM, and none that another JVM may give:
  /// each takes ports from blocks of its own, so that tests which run at once never take each
  /// other's while a server of theirs is down.
  public static int free() {
    return OURS.take();
  }

  /// `wanted`, or a free port if that is 0.
  public static int orFree(int wanted) {
    return wanted == 0 ? free() : wanted;
  }

  public static boolean isFree(int port) {
    try (ServerSocket socket = new ServerSocket()) {
      socket.setReuseAddress(true);
      socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  private synchronized int take() {
    for (int i = 0; i < ATTEMPTS; i++) {
      if (next == end) {
        holdBlock();
      }
      int port = next++;
      if (isFree(port)) {
        return port;
      }
    }
    throw none();
  }

  private void holdBlock() {
    for (int i = 0; i < ATTEMPTS; i++) {
      int first = LOWEST + BLOCK * ThreadLocalRandom.current().nextInt((HIGHEST - LOWEST) / BLOCK);
      try {
        held.add(new ServerSocket(first, 1, InetAddress.getLoopbackAddress()));
        next = first + 1;
        end = first + BLOCK;
        return;
      } catch (IOException e) {
        // Somebody else's.
      }
    }
    throw none();
  }

  private static ServerException none() {
    return new ServerException("no free port found between " + LOWEST + " and " + HIGHEST);
  }
}
