package dev.rivulet.stack;

import dev.rivulet.servers.ServerException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Function;

/// How other `./rivulet` commands talk to the launcher that runs: a Unix socket in the run
/// directory, which only its owner may enter. A request is one line; the answer is the exit code in
/// a line of its own and then text.
final class ControlSocket implements AutoCloseable {
  /// What a request leads to.
  ///
  /// @param code the exit code of the command that asked
  record Answer(int code, String text) {}

  private final Path path;
  private final ServerSocketChannel server;
  private final Function<String, Answer> handler;

  private ControlSocket(Path path, ServerSocketChannel server, Function<String, Answer> handler) {
    this.path = path;
    this.server = server;
    this.handler = handler;
  }

  static ControlSocket open(Path stack, Function<String, Answer> handler) {
    Path path = path(stack);
    try {
      Files.deleteIfExists(path);
      ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
      server.bind(UnixDomainSocketAddress.of(path));
      ControlSocket socket = new ControlSocket(path, server, handler);
      Thread.ofPlatform().daemon().name("control").start(socket::accept);
      return socket;
    } catch (IOException e) {
      throw new UncheckedIOException("cannot listen on " + path, e);
    }
  }

  /// Asks the launcher of a directory; empty if none runs.
  static Optional<Answer> ask(Path stack, String request) {
    Path path = path(stack);
    if (!Files.exists(path) || !RunDirectory.isLocked(stack)) {
      return Optional.empty();
    }
    try (SocketChannel channel = SocketChannel.open(UnixDomainSocketAddress.of(path))) {
      channel.write(ByteBuffer.wrap((request + "\n").getBytes(StandardCharsets.UTF_8)));
      String answer =
          new String(Channels.newInputStream(channel).readAllBytes(), StandardCharsets.UTF_8);
      int end = answer.indexOf('\n');
      if (end < 0) {
        throw new ServerException("the launcher ended before it answered");
      }
      return Optional.of(
          new Answer(Integer.parseInt(answer.substring(0, end)), answer.substring(end + 1)));
    } catch (IOException e) {
      throw new UncheckedIOException("the launcher does not answer on " + path, e);
    }
  }

  @Override
  public void close() {
    try {
      server.close();
      Files.deleteIfExists(path);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Path path(Path stack) {
    return RunDirectory.in(stack).resolve("control");
  }

  private void accept() {
    try {
      while (true) {
        SocketChannel client = server.accept();
        Thread.ofVirtual().name("control-request").start(() -> serve(client));
      }
    } catch (ClosedChannelException e) {
      // Closed: nobody asks any more.
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void serve(SocketChannel client) {
    try (client;
        BufferedReader reader =
            new BufferedReader(
                new InputStreamReader(Channels.newInputStream(client), StandardCharsets.UTF_8))) {
      String request = reader.readLine();
      Answer answer = request == null ? new Answer(1, "") : answer(request);
      ByteBuffer bytes =
          ByteBuffer.wrap((answer.code() + "\n" + answer.text()).getBytes(StandardCharsets.UTF_8));
      while (bytes.hasRemaining()) {
        client.write(bytes);
      }
    } catch (IOException e) {
      // The command that asked has gone.
    }
  }

  private Answer answer(String request) {
    try {
      return handler.apply(request);
    } catch (ServerException | UncheckedIOException | IllegalArgumentException e) {
      return new Answer(1, e.getMessage() + "\n");
    }
  }
}
