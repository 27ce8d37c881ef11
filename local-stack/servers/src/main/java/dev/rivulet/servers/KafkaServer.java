package dev.rivulet.servers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// A Kafka broker that is its own controller. Its settings are in `kafka.properties` beside this
/// class.
public final class KafkaServer extends ServerProcess {
  private static final String MODULE = "local-stack/kafka-classpath";
  private static final Duration FORMAT_TIMEOUT = Duration.ofSeconds(60);

  private final Options options;
  private final int controllerPort;

  /// How a broker is run.
  ///
  /// @param directory where everything is kept
  /// @param port of the clients' listener; 0 takes a free one
  /// @param heapMegabytes the JVM's largest heap
  /// @param settings broker settings that differ from ours
  /// @param sharedClasses a file for the JVM's class archive, kept from one start to the next
  public record Options(
      Path directory,
      int port,
      int heapMegabytes,
      Map<String, String> settings,
      @Nullable Path sharedClasses) {
    public Options {
      settings = Map.copyOf(settings);
    }

    /// A free port and a small heap.
    public static Options in(Path directory) {
      return new Options(directory, 0, 256, Map.of(), null);
    }

    public Options withPort(int port) {
      return new Options(directory, port, heapMegabytes, settings, sharedClasses);
    }

    public Options withHeapMegabytes(int heapMegabytes) {
      return new Options(directory, port, heapMegabytes, settings, sharedClasses);
    }

    public Options withSetting(String key, String value) {
      Map<String, String> more = new LinkedHashMap<>(settings);
      more.put(key, value);
      return new Options(directory, port, heapMegabytes, more, sharedClasses);
    }

    public Options withSharedClasses(Path file) {
      return new Options(directory, port, heapMegabytes, settings, file);
    }
  }

  /// A broker that is not started yet; its port is known.
  public KafkaServer(Options options, Path log) {
    super("kafka", options.directory(), log, options.port());
    this.options = options;
    this.controllerPort = Ports.free();
  }

  /// Starts a broker and waits until it takes requests.
  public static KafkaServer start(Options options) {
    KafkaServer server = new KafkaServer(options, options.directory().resolve("kafka.log"));
    server.startAndAwait(Duration.ofMinutes(3));
    return server;
  }

  /// What a client's `bootstrap.servers` takes.
  public String bootstrapServers() {
    return "127.0.0.1:" + port();
  }

  @Override
  protected void prepare() {
    Path configuration = configuration();
    String text =
        Template.fill(
            "kafka.properties",
            Map.of(
                "port", Integer.toString(port()),
                "controller-port", Integer.toString(controllerPort),
                "data", data().toString()));
    StringBuilder whole = new StringBuilder(text);
    options.settings().forEach((key, value) -> whole.append(key + "=" + value + "\n"));
    Template.write(configuration, whole.toString());
    Template.write(logging(), Template.fill("kafka-log4j2.yaml", Map.of()));
    if (!Files.exists(data().resolve("meta.properties"))) {
      format(configuration);
    }
  }

  @Override
  protected Launch launch() {
    List<String> command = java(options.heapMegabytes());
    if (options.sharedClasses() != null) {
      command.add("-XX:+AutoCreateSharedArchive");
      command.add("-XX:SharedArchiveFile=" + options.sharedClasses());
    }
    command.add("kafka.Kafka");
    command.add(configuration().toString());
    return new Launch(command, JvmFlags.ENVIRONMENT, directory(), log());
  }

  /// The broker answers requests of clients only when it is registered and not fenced, so any
  /// answer to an `ApiVersions` request (version 0, KIP-35) means ready.
  @Override
  public boolean answers() {
    return Probe.ask(
        port(),
        (in, out) -> {
          int correlation = 7;
          ByteBuffer request = ByteBuffer.allocate(14);
          request.putInt(10).putShort((short) 18).putShort((short) 0).putInt(correlation);
          request.putShort((short) -1);
          out.write(request.array());
          out.flush();
          in.readInt();
          return in.readInt() == correlation && in.readShort() == 0;
        });
  }

  private void format(Path configuration) {
    List<String> command = java(64);
    command.addAll(List.of("-XX:TieredStopAtLevel=1", "kafka.tools.StorageTool", "format"));
    command.addAll(List.of("--config", configuration.toString(), "--cluster-id=" + clusterId()));
    ChildProcess format =
        ChildProcess.start(new Launch(command, JvmFlags.ENVIRONMENT, directory(), log()));
    if (!format.ended(FORMAT_TIMEOUT) || format.exit().join() != 0) {
      format.kill();
      throw failed("could not format " + data());
    }
  }

  private List<String> java(int heapMegabytes) {
    List<String> command = new ArrayList<>();
    command.add(Installation.thisJava().toString());
    command.addAll(JvmFlags.small(heapMegabytes));
    command.add("-Dlog4j2.configurationFile=" + logging().toUri());
    command.add("-Dlog4j2.disableJmx=true");
    command.addAll(List.of("-cp", Installation.find().classpath(MODULE)));
    return command;
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
    return directory().resolve("server.properties");
  }

  private Path logging() {
    return directory().resolve("log4j2.yaml");
  }

  private static String clusterId() {
    UUID id = UUID.randomUUID();
    ByteBuffer bytes = ByteBuffer.allocate(16);
    bytes.putLong(id.getMostSignificantBits()).putLong(id.getLeastSignificantBits());
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes.array());
  }
}
