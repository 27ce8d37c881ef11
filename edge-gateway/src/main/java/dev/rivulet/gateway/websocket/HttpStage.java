package dev.rivulet.gateway.websocket;

import dev.rivulet.contracts.frame.SubProtocol;
import io.helidon.common.buffers.BufferData;
import io.helidon.common.buffers.DataReader;
import io.helidon.common.buffers.DataWriter;
import io.helidon.common.socket.HelidonSocket;
import io.helidon.common.socket.PeerInfo;
import io.helidon.webserver.ConnectionContext;
import io.helidon.webserver.ListenerContext;
import io.helidon.webserver.Router;
import io.helidon.webserver.ServerConnectionException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketAddress;
import java.security.Principal;
import java.security.cert.Certificate;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import org.jspecify.annotations.Nullable;

/// A connection while it speaks HTTP/1: what Helidon needs to serve it, on the bare socket. It is
/// dropped as a whole once the handshake is answered.
final class HttpStage implements ConnectionContext, HelidonSocket, DataWriter {
  private static final int READ_BYTES = 2048;

  private final Socket socket;
  private final InputStream input;
  private final OutputStream output;
  private final ListenerContext listenerContext;
  private final Router router;
  private final DataReader reader = new DataReader(this);
  private final long deadline;
  private SubProtocol subProtocol = SubProtocol.JSON;
  private boolean upgraded;
  private long address;

  /// Begins to speak HTTP.
  ///
  /// @param address what the connection is counted for, see [Addresses]
  HttpStage(
      Socket socket, ListenerContext listenerContext, Router router, long deadline, long address)
      throws IOException {
    this.socket = socket;
    this.input = socket.getInputStream();
    this.output = socket.getOutputStream();
    this.listenerContext = listenerContext;
    this.router = router;
    this.deadline = deadline;
    this.address = address;
  }

  Socket socket() {
    return socket;
  }

  /// Bytes behind the handshake, or null.
  byte @Nullable [] early() {
    int available = reader.available();
    return available == 0 ? null : reader.readBytes(available);
  }

  /// The 101 is out: whoever runs this stage hands the socket on.
  void upgrade(SubProtocol chosen) {
    subProtocol = chosen;
    upgraded = true;
  }

  /// What the connection speaks from now on.
  SubProtocol subProtocol() {
    return subProtocol;
  }

  /// What the connection is counted for.
  long address() {
    return address;
  }

  /// The proxy has named the client.
  void countFor(long client) {
    address = client;
  }

  boolean upgraded() {
    return upgraded;
  }

  /// Cuts a connection that has taken too long.
  void tick(long now) {
    if (now - deadline > 0) {
      close();
    }
  }

  @Override
  public byte @Nullable [] get() {
    try {
      byte[] buffer = new byte[READ_BYTES];
      int read = input.read(buffer);
      return read < 0 ? null : Arrays.copyOf(buffer, read);
    } catch (IOException e) {
      throw new ServerConnectionException("read", e);
    }
  }

  @Override
  public void write(BufferData buffer) {
    try {
      buffer.writeTo(output);
    } catch (UncheckedIOException e) {
      throw new ServerConnectionException("write", e);
    }
  }

  @Override
  public void write(BufferData... buffers) {
    for (BufferData buffer : buffers) {
      write(buffer);
    }
  }

  @Override
  public void writeNow(BufferData... buffers) {
    write(buffers);
  }

  @Override
  public void writeNow(BufferData buffer) {
    write(buffer);
  }

  @Override
  public int read(BufferData buffer) {
    return buffer.readFrom(input);
  }

  @Override
  public void close() {
    Sockets.close(socket);
  }

  @Override
  public void idle() {
    // Only a pool of client connections asks for this.
  }

  @Override
  public boolean isConnected() {
    return !socket.isClosed();
  }

  @Override
  public ListenerContext listenerContext() {
    return listenerContext;
  }

  @Override
  public ExecutorService executor() {
    return listenerContext.executor();
  }

  @Override
  public DataWriter dataWriter() {
    return this;
  }

  @Override
  public DataReader dataReader() {
    return reader;
  }

  @Override
  public Router router() {
    return router;
  }

  @Override
  public HelidonSocket serverSocket() {
    return this;
  }

  @Override
  public PeerInfo remotePeer() {
    return new Peer(socket.getRemoteSocketAddress());
  }

  @Override
  public PeerInfo localPeer() {
    return new Peer(socket.getLocalSocketAddress());
  }

  @Override
  public boolean isSecure() {
    return false;
  }

  @Override
  public String socketId() {
    return "ws";
  }

  @Override
  public String childSocketId() {
    return "http";
  }

  private record Peer(SocketAddress address) implements PeerInfo {
    @Override
    public String host() {
      return address instanceof InetSocketAddress inet ? inet.getHostString() : "";
    }

    @Override
    public int port() {
      return address instanceof InetSocketAddress inet ? inet.getPort() : 0;
    }

    @Override
    public Optional<Principal> tlsPrincipal() {
      return Optional.empty();
    }

    @Override
    public Optional<Certificate[]> tlsCertificates() {
      return Optional.empty();
    }
  }
}
