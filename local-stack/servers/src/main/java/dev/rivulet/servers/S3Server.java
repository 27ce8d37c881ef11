package dev.rivulet.servers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// An object store that speaks S3 and keeps its objects as files: S3Proxy.
public final class S3Server extends ServerProcess {
  private static final String MODULE = "local-stack/s3-classpath";

  private final Options options;

  /// How a store is run.
  ///
  /// @param directory where everything is kept
  /// @param port 0 takes a free one
  /// @param accessKey what clients sign with
  /// @param secretKey a secret
  /// @param heapMegabytes the JVM's largest heap
  public record Options(
      Path directory, int port, String accessKey, String secretKey, int heapMegabytes) {
    public Options {
      if (!accessKey.matches("[A-Za-z0-9_-]{3,}") || !secretKey.matches("[A-Za-z0-9_-]{8,}")) {
        throw new IllegalArgumentException("keys of letters and digits are needed");
      }
    }

    public static Options in(Path directory, String secretKey) {
      return new Options(directory, 0, "rivulet", secretKey, 96);
    }

    public Options withPort(int port) {
      return new Options(directory, port, accessKey, secretKey, heapMegabytes);
    }

    @Override
    public String toString() {
      return "S3Server in " + directory;
    }
  }

  /// A store that is not started yet; its port is known.
  public S3Server(Options options, Path log) {
    super("objects", options.directory(), log, options.port());
    this.options = options;
  }

  /// Starts a store and waits until it answers.
  public static S3Server start(Options options) {
    S3Server server = new S3Server(options, options.directory().resolve("objects.log"));
    server.startAndAwait(Duration.ofMinutes(1));
    return server;
  }

  public URI endpoint() {
    return URI.create("http://127.0.0.1:" + port());
  }

  public String accessKey() {
    return options.accessKey();
  }

  public String secretKey() {
    return options.secretKey();
  }

  /// The secret key goes through this file, not the command line.
  @Override
  protected void prepare() {
    SecretFile.write(
        configuration(),
        """
        s3proxy.authorization=aws-v4
        s3proxy.endpoint=%s
        s3proxy.identity=%s
        s3proxy.credential=%s
        s3proxy.v4-max-non-chunked-request-size=268435456
        jclouds.provider=filesystem-nio2
        jclouds.filesystem.basedir=%s
        """
            .formatted(endpoint(), options.accessKey(), options.secretKey(), data()));
  }

  @Override
  protected Launch launch() {
    List<String> command = new ArrayList<>();
    command.add(Installation.thisJava().toString());
    command.addAll(JvmFlags.small(options.heapMegabytes()));
    command.addAll(List.of("-XX:TieredStopAtLevel=1", "-DLOG_LEVEL=warn"));
    command.addAll(List.of("-cp", Installation.find().classpath(MODULE)));
    command.addAll(List.of("org.gaul.s3proxy.Main", "--properties", configuration().toString()));
    return new Launch(command, JvmFlags.ENVIRONMENT, directory(), log());
  }

  /// Any answer in HTTP means ready: unsigned requests are refused.
  @Override
  public boolean answers() {
    return Probe.ask(
        port(),
        (in, out) -> {
          out.write(
              "GET / HTTP/1.0\r\nHost: localhost\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
          out.flush();
          byte[] begin = new byte[5];
          in.readFully(begin);
          return new String(begin, StandardCharsets.US_ASCII).equals("HTTP/");
        });
  }

  private Path data() {
    Path data = directory().resolve("data");
    try {
      return Files.createDirectories(data);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot make " + data, e);
    }
  }

  private Path configuration() {
    return directory().resolve("s3proxy.properties");
  }
}
