package dev.rivulet.servers;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// A Cassandra node that is its whole cluster. It runs on JDK 11 or 17, the only ones it supports.
/// Its settings are in `cassandra.yaml` beside this class.
public final class CassandraServer extends ServerProcess {
  /// The user that clients log in as when there is a password.
  public static final String USER = "cassandra";

  /// The name of the only data centre, which the driver wants to know.
  public static final String LOCAL_DATACENTER = "datacenter1";

  private static final String MODULE = "local-stack/cassandra-classpath";
  private static final String FIRST_PASSWORD = "cassandra";

  private final Options options;
  private final int storagePort;

  /// How a node is run.
  ///
  /// @param directory where everything is kept
  /// @param port of the clients' listener; 0 takes a free one
  /// @param heapMegabytes the JVM's largest heap
  /// @param password of the only user; null lets everybody in
  /// @param java the `java` of a JDK 11 or 17; null looks for one
  public record Options(
      Path directory, int port, int heapMegabytes, @Nullable String password, @Nullable Path java) {
    public Options {
      if (password != null && !password.matches("[A-Za-z0-9_-]{8,}")) {
        throw new IllegalArgumentException(
            "a password of letters and digits, at least 8, is needed");
      }
    }

    /// A free port, a small heap, no password.
    public static Options in(Path directory) {
      return new Options(directory, 0, 384, null, null);
    }

    public Options withPort(int port) {
      return new Options(directory, port, heapMegabytes, password, java);
    }

    public Options withHeapMegabytes(int heapMegabytes) {
      return new Options(directory, port, heapMegabytes, password, java);
    }

    public Options withPassword(String password) {
      return new Options(directory, port, heapMegabytes, password, java);
    }

    public Options withJava(Path java) {
      return new Options(directory, port, heapMegabytes, password, java);
    }
  }

  /// A node that is not started yet; its port is known.
  public CassandraServer(Options options, Path log) {
    super("cassandra", options.directory(), log, options.port());
    this.options = options;
    this.storagePort = Ports.free();
  }

  /// Starts a node and waits until it takes queries.
  public static CassandraServer start(Options options) {
    CassandraServer server =
        new CassandraServer(options, options.directory().resolve("cassandra.log"));
    server.startAndAwait(Duration.ofMinutes(5));
    return server;
  }

  /// What a driver's contact point takes, as `host:port`.
  public String contactPoint() {
    return "127.0.0.1:" + port();
  }

  @Override
  protected void prepare() {
    boolean open = options.password() == null;
    Template.write(
        directory().resolve("cassandra.yaml"),
        Template.fill(
            "cassandra.yaml",
            Map.of(
                "port", Integer.toString(port()),
                "storage-port", Integer.toString(storagePort),
                "data", directory().resolve("data").toString(),
                "authenticator", open ? "AllowAllAuthenticator" : "PasswordAuthenticator",
                "authorizer", open ? "AllowAllAuthorizer" : "CassandraAuthorizer")));
    Template.write(
        directory().resolve("logback.xml"), Template.fill("cassandra-logback.xml", Map.of()));
  }

  @Override
  protected Launch launch() {
    Installation installation = Installation.find();
    Path java = options.java();
    List<String> command = new ArrayList<>();
    command.add((java == null ? installation.java(11, 17) : java).toString());
    command.addAll(heap());
    command.addAll(modules());
    command.addAll(properties());
    command.addAll(List.of("-cp", installation.classpath(MODULE)));
    command.add("org.apache.cassandra.service.CassandraDaemon");
    return new Launch(command, JvmFlags.ENVIRONMENT, directory(), log());
  }

  /// Logs in and reads a row. The first time a password is used it replaces the one that a new
  /// Cassandra begins with.
  @Override
  public boolean answers() {
    return query() || (takePassword() && query());
  }

  private boolean query() {
    return Probe.ask(
        port(),
        (in, out) -> {
          CqlSession session = new CqlSession(in, out);
          return session.logIn(USER, options.password())
              && session.run("SELECT key FROM system.local");
        });
  }

  private boolean takePassword() {
    String password = options.password();
    String statement = "ALTER ROLE " + USER + " WITH PASSWORD = '" + password + "'";
    return password != null
        && Probe.ask(
            port(),
            (in, out) -> {
              CqlSession session = new CqlSession(in, out);
              return session.logIn(USER, FIRST_PASSWORD) && session.run(statement);
            });
  }

  private List<String> heap() {
    int megabytes = options.heapMegabytes();
    return List.of(
        "-Xms" + megabytes / 2 + "m",
        "-Xmx" + megabytes + "m",
        "-Xss256k",
        "-XX:+UseSerialGC",
        // Starts are frequent here and long runs are rare. With the first compiler alone a start
        // takes a third less CPU time and 30 MB less.
        "-XX:TieredStopAtLevel=1",
        "-XX:MaxDirectMemorySize=128m",
        "-XX:ReservedCodeCacheSize=96m",
        "-XX:+ExitOnOutOfMemoryError",
        "-XX:-UsePerfData",
        "-Djava.awt.headless=true");
  }

  private List<String> properties() {
    Path yaml = directory().resolve("cassandra.yaml");
    return List.of(
        "-Dcassandra.config=" + yaml.toUri(),
        "-Dcassandra.storagedir=" + directory().resolve("data"),
        "-Dcassandra-foreground=yes",
        "-Dlogback.configurationFile=" + directory().resolve("logback.xml"),
        "-Djdk.attach.allowAttachSelf=true",
        "-Dio.netty.tryReflectionSetAccessible=true",
        // One node has nobody to wait for.
        "-Dcassandra.skip_wait_for_gossip_to_settle=0",
        "-Dcassandra.ring_delay_ms=1",
        "-Dcassandra.superuser_setup_delay_ms=0",
        // The password is 128 random bits: a slow hash protects nothing and costs each connection.
        "-Dcassandra.auth_bcrypt_gensalt_log2_rounds=4",
        "-Dio.netty.eventLoopThreads=2",
        "-Dcassandra.available_processors=2");
  }

  /// The packages that Cassandra's own jvm17 options open.
  private static List<String> modules() {
    Stream<String> exported =
        Stream.of(
            "java.base/jdk.internal.misc",
            "java.base/jdk.internal.ref",
            "java.base/java.lang.ref",
            "java.base/sun.nio.ch",
            "java.management.rmi/com.sun.jmx.remote.internal.rmi",
            "java.rmi/sun.rmi.registry",
            "java.rmi/sun.rmi.server",
            "java.sql/java.sql",
            "jdk.attach/sun.tools.attach",
            "jdk.unsupported/sun.misc");
    Stream<String> opened =
        Stream.of(
            "java.base/java.io",
            "java.base/java.lang",
            "java.base/java.lang.module",
            "java.base/java.lang.reflect",
            "java.base/java.nio",
            "java.base/java.util",
            "java.base/java.util.concurrent",
            "java.base/java.util.concurrent.atomic",
            "java.base/jdk.internal.loader",
            "java.base/jdk.internal.math",
            "java.base/jdk.internal.module",
            "java.base/jdk.internal.ref",
            "java.base/jdk.internal.reflect",
            "java.base/jdk.internal.util.jar",
            "java.base/sun.nio.ch",
            "jdk.management/com.sun.management.internal");
    return Stream.concat(
            exported.map(name -> "--add-exports=" + name + "=ALL-UNNAMED"),
            opened.map(name -> "--add-opens=" + name + "=ALL-UNNAMED"))
        .toList();
  }
}
