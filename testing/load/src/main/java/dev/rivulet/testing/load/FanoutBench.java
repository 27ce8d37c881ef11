package dev.rivulet.testing.load;

import dev.rivulet.client.Addresses;
import dev.rivulet.contracts.frame.ConversationEvent;
import dev.rivulet.contracts.frame.ServerFrame;
import dev.rivulet.contracts.frame.SubProtocol;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;

/// Deliveries per second of a gateway's CPU from one sender to many members, next to a plain loop
/// that writes the same frames to as many sockets; in both sub-protocols.
final class FanoutBench {
  private static final int WARM_UP = 100;

  private FanoutBench() {}

  record Plan(int members, int messages, int bytes) {}

  static void run(Plan plan, Target target) throws Exception {
    for (SubProtocol subProtocol : SubProtocol.values()) {
      double through = through(plan, target, subProtocol);
      double plain = plain(plan, subProtocol);
      System.out.printf(
          Locale.ROOT,
          "%s: deliveries per second of CPU: %.0f by the gateway, %.0f by a plain loop (%.2f)%n",
          subProtocol.id(),
          through,
          plain,
          through / plain);
    }
  }

  private static double through(Plan plan, Target target, SubProtocol subProtocol)
      throws Exception {
    var gateways = Gateways.fromEnvironment();
    var guests = new Minted(gateways.data()).guests(plan.members());
    var one = List.of(target.addresses().gateways().getFirst());
    var addresses = new Addresses(target.addresses().api(), one);
    try (var horde = new Horde(subProtocol, Horde.Listener.NOBODY);
        var scene = Scene.begin(target, addresses, guests)) {
      ConnectionBench.attach(
          horde, guests, 0, plan.members(), new Target(addresses, target.kafka(), ""));
      exchange(plan, horde, scene, WARM_UP);
      long events = horde.events.get();
      long bytes = horde.eventBytes.get();
      var before = gateways.cpu();
      exchange(plan, horde, scene, plan.messages());
      double seconds = gateways.cpu().minus(before).toNanos() / 1e9;
      long delivered = horde.events.get() - events;
      System.out.printf(
          Locale.ROOT,
          "%s: %d deliveries, %.0f bytes and %.2f µs of the gateway's CPU each%n",
          subProtocol.id(),
          delivered,
          (double) (horde.eventBytes.get() - bytes) / delivered,
          seconds * 1e6 / delivered);
      return delivered / seconds;
    }
  }

  /// Each message is waited for, so that none pile up.
  private static void exchange(Plan plan, Horde horde, Scene scene, int messages) throws Exception {
    for (int number = 0; number < messages; number++) {
      long wanted = horde.events.get() + horde.present.get();
      scene.say(plan.bytes());
      Growth.until("everybody has a message", () -> horde.events.get() >= wanted);
    }
  }

  private static double plain(Plan plan, SubProtocol subProtocol) throws Exception {
    byte[] frame = frame(plan, subProtocol);
    var nobody = new Minted.Guest(new UUID(0, 1), new UUID(0, 2), "nobody");
    List<OutputStream> sockets = new CopyOnWriteArrayList<>();
    try (var server = new ServerSocket(0, plan.members(), InetAddress.getLoopbackAddress());
        var horde = new Horde(subProtocol, Horde.Listener.NOBODY)) {
      byte[] hello = hello(subProtocol);
      Thread.ofVirtual().start(() -> accept(server, hello, sockets));
      var address = URI.create("ws://127.0.0.1:" + server.getLocalPort());
      for (int i = 0; i < plan.members(); i++) {
        horde.open(nobody, address, false);
      }
      Growth.until("all are connected", () -> horde.present.get() == plan.members());
      write(horde, sockets, frame, WARM_UP);
      var threads = ManagementFactory.getThreadMXBean();
      long before = threads.getCurrentThreadCpuTime();
      write(horde, sockets, frame, plan.messages());
      double seconds = (threads.getCurrentThreadCpuTime() - before) / 1e9;
      return (double) plan.messages() * plan.members() / seconds;
    }
  }

  private static void write(Horde horde, List<OutputStream> sockets, byte[] frame, int messages)
      throws Exception {
    for (int number = 0; number < messages; number++) {
      long wanted = horde.events.get() + sockets.size();
      for (OutputStream socket : sockets) {
        socket.write(frame);
      }
      Growth.until("everybody has a message", () -> horde.events.get() >= wanted);
    }
  }

  private static void accept(ServerSocket server, byte[] hello, List<OutputStream> sockets) {
    try {
      while (!server.isClosed()) {
        var socket = server.accept();
        socket.setTcpNoDelay(true);
        socket.getOutputStream().write(hello);
        sockets.add(socket.getOutputStream());
      }
    } catch (IOException closed) {
      if (!server.isClosed()) {
        throw new UncheckedIOException(closed);
      }
    }
  }

  /// What makes a client believe that it is attached.
  private static byte[] hello(SubProtocol subProtocol) {
    byte[] head = "HTTP/1.1 101 Switching Protocols\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
    byte[] frame = framed(subProtocol, new ServerFrame.Attached(new UUID(1, 1), "cursor"));
    byte[] both = new byte[head.length + frame.length];
    System.arraycopy(head, 0, both, 0, head.length);
    System.arraycopy(frame, 0, both, head.length, frame.length);
    return both;
  }

  /// As large as what the gateway writes.
  private static byte[] frame(Plan plan, SubProtocol subProtocol) {
    var event =
        new ConversationEvent(
            new UUID(1, 1),
            300,
            ConversationEvent.MESSAGE,
            299,
            System.currentTimeMillis(),
            new UUID(1, 2),
            new UUID(1, 3),
            UUID.randomUUID().toString(),
            299L,
            "x".repeat(plan.bytes()),
            null,
            List.of(),
            List.of(),
            null,
            List.of());
    return framed(subProtocol, new ServerFrame.Event(event));
  }

  private static byte[] framed(SubProtocol subProtocol, ServerFrame frame) {
    return Incoming.unmasked(subProtocol.binary() ? 2 : 1, subProtocol.encode(frame));
  }
}
