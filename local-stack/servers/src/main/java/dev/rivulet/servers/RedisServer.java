package dev.rivulet.servers;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A Redis that keeps everything in memory only: what it holds may be lost at any time.
public final class RedisServer extends ServerProcess {
  private final Options options;

  /// How a server is run.
  ///
  /// @param directory its working directory
  /// @param port 0 takes a free one
  /// @param password what clients must give; null lets everybody in
  /// @param memoryMegabytes beyond this the entries used least recently go
  public record Options(Path directory, int port, @Nullable String password, int memoryMegabytes) {
    public Options {
      if (password != null && !password.matches("[A-Za-z0-9_-]{8,}")) {
        throw new IllegalArgumentException(
            "a password of letters and digits, at least 8, is needed");
      }
    }

    /// A free port, no password.
    public static Options in(Path directory) {
      return new Options(directory, 0, null, 64);
    }

    public Options withPort(int port) {
      return new Options(directory, port, password, memoryMegabytes);
    }

    public Options withPassword(String password) {
      return new Options(directory, port, password, memoryMegabytes);
    }
  }

  /// A server that is not started yet; its port is known.
  public RedisServer(Options options, Path log) {
    super("redis", options.directory(), log, options.port());
    this.options = options;
  }

  /// Starts a server and waits until it answers.
  public static RedisServer start(Options options) {
    RedisServer server = new RedisServer(options, options.directory().resolve("redis.log"));
    server.startAndAwait(Duration.ofMinutes(1));
    return server;
  }

  /// With the password in it, if there is one: a secret.
  public String uri() {
    String password = options.password();
    return "redis://" + (password == null ? "" : ":" + password + "@") + "127.0.0.1:" + port();
  }

  /// The password goes through this file, not the command line, which every local user can see.
  @Override
  protected void prepare() {
    String settings =
        """
        bind 127.0.0.1
        port %d
        dir %s
        save ""
        appendonly no
        maxmemory %dmb
        maxmemory-policy allkeys-lru
        daemonize no
        """
            .formatted(port(), directory(), options.memoryMegabytes());
    String password = options.password();
    SecretFile.write(
        configuration(), settings + (password == null ? "" : "requirepass " + password + "\n"));
  }

  @Override
  protected Launch launch() {
    Path program = RedisProgram.find(directory());
    return new Launch(
        List.of(program.toString(), configuration().toString()), Map.of(), directory(), log());
  }

  @Override
  public boolean answers() {
    String password = options.password();
    return Probe.ask(
        port(),
        (in, out) -> {
          out.write(
              ((password == null ? "" : "AUTH " + password + "\r\n") + "PING\r\n")
                  .getBytes(StandardCharsets.US_ASCII));
          out.flush();
          return (password == null || line(in).equals("+OK")) && line(in).equals("+PONG");
        });
  }

  private static String line(java.io.DataInputStream in) throws IOException {
    StringBuilder line = new StringBuilder();
    for (int c = in.read(); c != '\n' && c >= 0 && line.length() < 200; c = in.read()) {
      line.append((char) c);
    }
    return line.toString().strip();
  }

  private Path configuration() {
    return directory().resolve("redis.conf");
  }
}
