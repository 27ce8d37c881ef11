package dev.rivulet.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.management.HotSpotDiagnosticMXBean;
import com.sun.management.OperatingSystemMXBean;
import dev.rivulet.contracts.frame.ConversationEvent;
import dev.rivulet.contracts.frame.ServerFrame;
import dev.rivulet.contracts.frame.SubProtocol;
import dev.rivulet.contracts.log.SessionRecord;
import dev.rivulet.gateway.websocket.Frames;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// What a connection costs and what one does to another, with thousands of them in a process of
/// their own. Prints its figures; those that depend on the machine are only looked at, those that
/// do not are bounds.
@Tag("slow")
@Timeout(300)
class GatewayFiguresTest {
  private static final UUID CHAT = new UUID(5, 5);
  private static final int HEAP_BYTES_MAX = 4096;
  private static final int HEAP_BYTES_MAX_UNCOMPILED = 8192;
  private static final int MEMBERS = 1_000;
  private static final int READING = 800;
  private static final int STALLED = 200;
  private static final int WARM_UP = 100;
  private static final int EVENTS = 200;
  private static final String TEXT = "x".repeat(200);

  @Test
  void idleSessionTakesLittle() throws Exception {
    try (var edge = TestEdge.start("connections-max", "20000");
        var clients = FarClients.start(edge.port())) {
      attach(edge, clients, 0, 2_000);
      long few = liveHeap(edge);
      attach(edge, clients, 2_000, 10_000);
      long many = liveHeap(edge);
      long perSession = (many - few) / 8_000;
      System.out.printf("live heap per idle attached session: %d bytes%n", perSession);
      assertThat(perSession).isLessThanOrEqualTo(heapBytesMax());

      long before = cpuNanos();
      Duration idle = Duration.ofSeconds(40);
      pause(idle);
      double micros = (cpuNanos() - before) / 1e3 / idle.toSeconds() / 10_000;
      System.out.printf("idle CPU per session, pings included: %.2f µs a second%n", micros);
      assertThat(clients.ask("count")).isEqualTo(10_000);
      assertThat(edge.sessions.size()).isEqualTo(10_000);
    }
  }

  /// Most of it is the parked reader's stack, and its frames are small only once the second
  /// compiler has made them, which the build's tests do without.
  private static int heapBytesMax() {
    var machine = ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class);
    boolean compiled = machine.getVMOption("TieredStopAtLevel").getValue().equals("4");
    return compiled ? HEAP_BYTES_MAX : HEAP_BYTES_MAX_UNCOMPILED;
  }

  @Test
  void fanOutCostsLittleMoreThanWriting() throws Exception {
    double through = deliveriesPerCpuSecond();
    double plain = writesPerCpuSecond();
    System.out.printf(
        "deliveries per second of CPU: %.0f through the gateway, %.0f by a plain loop%n",
        through, plain);
    assertThat(through).isPositive();
  }

  private static double deliveriesPerCpuSecond() throws Exception {
    try (var edge = TestEdge.start();
        var clients = FarClients.start(edge.port())) {
      attach(edge, clients, 0, MEMBERS);
      var members = edge.log.announced.toArray(SessionRecord[]::new);
      int size = eventFrame(edge, 0).length;
      return perCpuSecond(
          clients,
          size,
          seq -> edge.deliveries.accept(edge.event(CHAT, seq, TEXT, 11 + seq, members)));
    }
  }

  /// The same bytes to as many sockets, by a loop that does nothing else.
  private static double writesPerCpuSecond() throws Exception {
    try (var edge = TestEdge.start();
        var server = new ServerSocket(0, MEMBERS, InetAddress.getLoopbackAddress());
        var clients = FarClients.start(server.getLocalPort())) {
      List<OutputStream> sockets = new CopyOnWriteArrayList<>();
      Thread.ofVirtual().start(() -> acceptAll(server, sockets));
      for (int number = 0; number < MEMBERS; number++) {
        clients.tell("any");
      }
      assertThat(clients.ask("count")).isEqualTo(MEMBERS);
      byte[] frame = eventFrame(edge, 1_000);
      return perCpuSecond(
          clients,
          frame.length,
          seq -> {
            for (OutputStream socket : sockets) {
              socket.write(frame);
            }
          });
    }
  }

  private static void acceptAll(ServerSocket server, List<OutputStream> sockets) {
    try {
      while (sockets.size() < MEMBERS) {
        Socket socket = server.accept();
        socket.setTcpNoDelay(true);
        OutputStream output = socket.getOutputStream();
        output.write("HTTP/1.1 101 X\r\n\r\n \"cursor\"".getBytes(StandardCharsets.US_ASCII));
        sockets.add(output);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static byte[] eventFrame(TestEdge edge, long seq) {
    var event = edge.event(CHAT, 1_000 + seq, TEXT, 11 + seq).getEvent().getEvent();
    return Frames.message(SubProtocol.JSON, new ServerFrame.Event(ConversationEvent.of(event)));
  }

  @FunctionalInterface
  private interface FanOut {
    void send(long seq) throws IOException;
  }

  /// Each event is waited for, so that none pile up.
  private static double perCpuSecond(FarClients clients, int size, FanOut out) throws IOException {
    long before = 0;
    for (int seq = 0; seq < WARM_UP + EVENTS; seq++) {
      if (seq == WARM_UP) {
        before = cpuNanos();
      }
      long start = clients.ask("bytes");
      out.send(1_000 + seq);
      await()
          .pollInterval(Duration.ofMillis(2))
          .until(() -> clients.ask("bytes") - start >= (long) MEMBERS * size);
    }
    return EVENTS * MEMBERS / ((cpuNanos() - before) / 1e9);
  }

  /// Their write is stuck once the buffers between us are full; from then on 10 s.
  @Test
  void stalledReadersDelayNobodyAndAreCut() throws Exception {
    try (var edge = TestEdge.start("connections-max", "20000");
        var clients = FarClients.start(edge.port())) {
      attach(edge, clients, 0, READING);
      for (int number = READING; number < READING + STALLED; number++) {
        clients.tell("slow " + frame(edge, number));
      }
      assertThat(clients.ask("count")).isEqualTo(READING + STALLED);
      var all = edge.log.announced.toArray(SessionRecord[]::new);
      events(edge, all, 1, Duration.ofSeconds(5));
      clients.ask("median");
      events(edge, all, 1_000, Duration.ofSeconds(8));
      long calm = clients.ask("median");
      long heap = liveHeap(edge);

      clients.tell("stall");
      long stalled = System.nanoTime();
      events(edge, all, 2_000, Duration.ofSeconds(8));
      long grown = Math.max(0, liveHeap(edge) - heap) / 1_000;
      long rough = clients.ask("median");
      int seq = 3_000;
      while (edge.sessions.size() > READING && System.nanoTime() - stalled < 60_000_000_000L) {
        events(edge, all, seq, Duration.ofSeconds(1));
        seq += 100;
      }
      double gone = (System.nanoTime() - stalled) / 1e9;
      System.out.printf(
          "p50 %d µs, with %d of %d stalled %d µs; all cut after %.1f s; heap %d bytes each%n",
          calm, STALLED, READING + STALLED, rough, gone, grown);
      assertThat(edge.sessions.size()).isEqualTo(READING);
      assertThat(grown).as("heap per stalled reader").isLessThan(256 << 10);
    }
  }

  /// Four events a second of 8 KiB to everybody.
  private static void events(TestEdge edge, SessionRecord[] all, int from, Duration time)
      throws InterruptedException {
    for (int count = 0; count < 4 * time.toSeconds(); count++) {
      String text = "t=" + System.nanoTime() + " " + "x".repeat(8_000);
      edge.deliveries.accept(edge.event(CHAT, (long) from + count, text, 11L + from + count, all));
      pause(Duration.ofMillis(250));
    }
  }

  private static void attach(TestEdge edge, FarClients clients, int from, int to)
      throws IOException {
    for (int number = from; number < to; number++) {
      clients.tell(frame(edge, number));
    }
    assertThat(clients.ask("count")).isEqualTo(to);
  }

  private static String frame(TestEdge edge, int number) {
    return edge.attachFrame(new UUID(1, number), new UUID(2, number), 1);
  }

  /// Without what the test itself keeps of each session.
  private static long liveHeap(TestEdge edge) throws InterruptedException {
    edge.log.announced.clear();
    edge.log.present.clear();
    pause(Duration.ofSeconds(2));
    long used = 0;
    for (int round = 0; round < 3; round++) {
      System.gc();
      used = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }
    return used;
  }

  private static long cpuNanos() {
    return ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getProcessCpuTime();
  }

  /// A measurement takes its time.
  private static void pause(Duration time) throws InterruptedException {
    assertThat(new CountDownLatch(1).await(time.toMillis(), TimeUnit.MILLISECONDS)).isFalse();
  }
}
