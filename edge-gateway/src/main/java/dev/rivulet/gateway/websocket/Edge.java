package dev.rivulet.gateway.websocket;

import dev.rivulet.contracts.CloseCode;
import dev.rivulet.runtime.RateLimitedLog;
import dev.rivulet.runtime.ServiceFailure;
import dev.rivulet.runtime.Threads;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The port that clients meet: accepts connections, lets Helidon speak HTTP on them, and runs those
/// that become WebSockets. Two threads serve all connections: one accepts, one keeps their time.
public final class Edge implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Edge.class);
  private static final RateLimitedLog LIMITED_LOG = new RateLimitedLog(LOG);

  /// Coarse on purpose: looking at every connection is most of what an idle one costs.
  private static final Duration TICK = Duration.ofSeconds(1);

  private static final int BACKLOG = 1024;
  private static final int REFUSING_MAX = 128;
  private static final int REFUSED_READ_MILLIS = 500;
  private static final long ACCEPT_PAUSE_MILLIS = 50;
  private static final long EMPTY_CHECK_NANOS = 5_000_000;

  private final ServerSocket server;
  private final Limits limits;
  private final int connectionsMax;
  private final WireMeters meters;
  private final HttpServing http;
  private final Addresses addresses;
  private final UserPaces userPaces;
  private final WebSocketConnection.ListenerFactory listeners;
  private final Set<HttpStage> stages = ConcurrentHashMap.newKeySet();
  private final Set<WebSocketConnection> connections = ConcurrentHashMap.newKeySet();
  private final AtomicInteger open = new AtomicInteger();
  private final AtomicInteger refusing = new AtomicInteger();
  private final CountDownLatch closed = new CountDownLatch(1);

  /// What it takes to open an edge.
  ///
  /// @param admits whether a handshake may succeed now
  public record Setting(
      ServerSocket server,
      List<String> allowedOrigins,
      Limits limits,
      BooleanSupplier admits,
      WebSocketConnection.ListenerFactory listeners,
      MeterRegistry registry) {}

  private Edge(Setting setting) {
    this.server = setting.server();
    this.limits = setting.limits();
    this.connectionsMax = Descriptors.ofThisProcess().connections(limits.connectionsMax());
    this.meters = new WireMeters(setting.registry());
    this.listeners = setting.listeners();
    var handshake = new Handshake(setting.allowedOrigins());
    this.addresses = new Addresses(limits.connectionsPerAddressMax(), limits.trustedProxies());
    this.userPaces = new UserPaces(limits);
    this.http = new HttpServing(handshake, setting.admits(), addresses, meters, limits);
    setting.registry().gauge("rivulet.gateway.connections", open);
  }

  /// Takes the port; nobody is answered before [#start].
  ///
  /// @throws ServiceFailure if the port cannot be opened
  public static ServerSocket bind(String host, int port) {
    try {
      return new ServerSocket(port, BACKLOG, InetAddress.getByName(host));
    } catch (IOException e) {
      throw ServiceFailure.portTaken("ws", host, port, e);
    }
  }

  public static Edge start(Setting setting) {
    var edge = new Edge(setting);
    Threads.start("ws-accept", edge::acceptAll);
    Threads.start("ws-tick", edge::tickAll);
    return edge;
  }

  /// Connections, those still in their handshake included.
  public int connections() {
    return open.get();
  }

  /// Waits until no WebSocket is left, or the time is over.
  public boolean awaitEmpty(Duration atMost) {
    long end = System.nanoTime() + atMost.toNanos();
    while (!connections.isEmpty() && System.nanoTime() - end < 0) {
      LockSupport.parkNanos(EMPTY_CHECK_NANOS);
    }
    return connections.isEmpty();
  }

  /// Stops accepting; what is open goes on.
  public void stopAccepting() {
    try {
      server.close();
    } catch (IOException e) {
      LOG.warn("the listening socket did not close", e);
    }
  }

  /// Ends everything at once.
  @Override
  public void close() {
    stopAccepting();
    closed.countDown();
    stages.forEach(HttpStage::close);
    connections.forEach(WebSocketConnection::abort);
  }

  private void acceptAll() {
    while (!server.isClosed()) {
      try {
        accept(server.accept());
      } catch (IOException e) {
        pauseAccepting(e);
      }
    }
  }

  /// Out of descriptors, most likely: the loop goes on, those that wait in the backlog wait longer.
  private void pauseAccepting(IOException cause) {
    if (server.isClosed()) {
      return;
    }
    LIMITED_LOG.warn("accept", "no connection could be accepted", cause);
    try {
      closed.await(ACCEPT_PAUSE_MILLIS, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void accept(Socket socket) {
    if (open.incrementAndGet() > connectionsMax) {
      open.decrementAndGet();
      LIMITED_LOG.warn("full", "{} connections, no more are taken", connectionsMax);
      refuse(socket, Handshake.unavailable());
      return;
    }
    long address = addresses.of(socket.getInetAddress());
    if (!addresses.enter(address)) {
      open.decrementAndGet();
      refuse(socket, Handshake.tooMany());
      return;
    }
    Threads.startVirtual("http", () -> serveHttp(socket, address));
  }

  /// Reads the request before the answer, or the answer might be lost to a reset.
  private void refuse(Socket socket, Handshake.Answer answer) {
    if (refusing.incrementAndGet() > REFUSING_MAX) {
      refusing.decrementAndGet();
      Sockets.close(socket);
      return;
    }
    Threads.startVirtual("refuse", () -> answer(socket, answer));
  }

  private void answer(Socket socket, Handshake.Answer answer) {
    try (socket) {
      meters.handshake(answer.status());
      socket.setSoTimeout(REFUSED_READ_MILLIS);
      socket.getInputStream().read(new byte[2048]);
      socket.getOutputStream().write(answer.bytes());
    } catch (IOException goneAlready) {
      // Nobody is there to be told.
    } finally {
      refusing.decrementAndGet();
    }
  }

  // The top of a thread: what one client brings about must not end the process for the others.
  @SuppressWarnings("checkstyle:IllegalCatch")
  private void serveHttp(Socket socket, long peer) {
    boolean handedOn = false;
    long address = peer;
    try {
      socket.setTcpNoDelay(true);
      // A buffer that grows by itself would hide for minutes that a client does not read.
      socket.setSendBufferSize(limits.sendBufferBytes());
      var stage = http.stage(socket, peer);
      stages.add(stage);
      try {
        http.serve(stage);
      } finally {
        stages.remove(stage);
        address = stage.address();
      }
      handedOn = stage.upgraded() && handOn(stage);
    } catch (IOException gone) {
      LOG.trace("connection lost before its handshake", gone);
    } catch (RuntimeException defect) {
      LIMITED_LOG.warn("defect", "a request could not be served", defect);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      if (!handedOn) {
        Sockets.close(socket);
        addresses.leave(address);
        open.decrementAndGet();
      }
    }
  }

  /// A fresh thread, so that nothing of HTTP stays on the stack of an idle connection.
  private boolean handOn(HttpStage stage) throws IOException {
    var connection =
        new WebSocketConnection(
            stage.socket(),
            stage.early(),
            stage.subProtocol(),
            limits,
            meters,
            userPaces,
            listeners);
    long address = stage.address();
    connections.add(connection);
    connection.start(it -> ended(it, address));
    return true;
  }

  private void ended(WebSocketConnection connection, long address) {
    connections.remove(connection);
    addresses.leave(address);
    open.decrementAndGet();
  }

  private void tickAll() {
    try {
      while (!closed.await(TICK.toMillis(), TimeUnit.MILLISECONDS)) {
        long now = System.nanoTime();
        stages.forEach(stage -> stage.tick(now));
        connections.forEach(connection -> connection.tick(now));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /// Closes every WebSocket with the code.
  public void closeAll(CloseCode code, String reason) {
    connections.forEach(connection -> connection.close(code, reason));
  }
}
