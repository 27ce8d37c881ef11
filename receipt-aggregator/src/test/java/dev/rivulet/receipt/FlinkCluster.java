package dev.rivulet.receipt;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rivulet.servers.ChildProcess;
import dev.rivulet.servers.Installation;
import dev.rivulet.servers.Launch;
import dev.rivulet.servers.Ports;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// A JobManager, TaskManagers and Flink's command line as processes, from Flink's jars alone: what
/// the job needs besides has to be in its own jar.
final class FlinkCluster implements AutoCloseable {
  private static final Duration COMMAND_TIME = Duration.ofMinutes(2);
  private static final Pattern JOB_ID = Pattern.compile("JobID ([0-9a-f]{32})");
  private static final Pattern SLOTS = Pattern.compile("\"slots-total\":(\\d+)");
  private static final Pattern RESTORED = Pattern.compile("\"restored\":(\\d+)");
  private static final Pattern TASK_STATE = Pattern.compile("\"status\":\"([A-Z]+)\"");
  private static final Pattern SAVEPOINT = Pattern.compile("Path: (\\S+)");

  private final Path directory;
  private final int restPort = Ports.free();
  private final List<ChildProcess> processes = new ArrayList<>();
  private int commands;

  FlinkCluster(Path directory) throws IOException {
    this.directory = Files.createDirectories(directory);
    Files.writeString(directory.resolve("config.yaml"), configuration());
    start("jobmanager", "org.apache.flink.runtime.entrypoint.StandaloneSessionClusterEntrypoint");
  }

  private String configuration() {
    return Stream.of(
            "jobmanager.rpc.address: 127.0.0.1",
            "jobmanager.rpc.port: " + Ports.free(),
            "jobmanager.bind-host: 127.0.0.1",
            "taskmanager.host: 127.0.0.1",
            "taskmanager.bind-host: 127.0.0.1",
            "rest.address: 127.0.0.1",
            "rest.bind-address: 127.0.0.1",
            "rest.port: " + restPort,
            "taskmanager.numberOfTaskSlots: 2",
            "taskmanager.load-balance.mode: SLOTS",
            "taskmanager.cpu.cores: 1.0",
            "taskmanager.memory.task.heap.size: 64m",
            "taskmanager.memory.task.off-heap.size: 0m",
            "taskmanager.memory.network.min: 16m",
            "taskmanager.memory.network.max: 16m",
            "taskmanager.memory.managed.size: 1m",
            "taskmanager.memory.framework.heap.size: 64m",
            "taskmanager.memory.framework.off-heap.size: 64m",
            "taskmanager.memory.jvm-metaspace.size: 128m",
            "taskmanager.memory.jvm-overhead.min: 64m",
            "taskmanager.memory.jvm-overhead.max: 64m",
            "parallelism.default: 2",
            "heartbeat.interval: 1000",
            "heartbeat.timeout: 5000",
            "restart-strategy.type: fixed-delay",
            "restart-strategy.fixed-delay.attempts: 100",
            "restart-strategy.fixed-delay.delay: 500 ms",
            "execution.checkpointing.interval: 1s",
            "execution.checkpointing.dir: " + directory.resolve("checkpoints").toUri(),
            "execution.checkpointing.externalized-checkpoint-retention: RETAIN_ON_CANCELLATION")
        .collect(Collectors.joining("\n", "", "\n"));
  }

  ChildProcess taskManager(String name) throws IOException {
    return start(name, "org.apache.flink.runtime.taskexecutor.TaskManagerRunner");
  }

  private ChildProcess start(String name, String mainClass) {
    var command = java(mainClass);
    command.addAll(List.of("--configDir", directory.toString()));
    var process = ChildProcess.start(launch(name, command));
    processes.add(process);
    return process;
  }

  private Launch launch(String name, List<String> command) {
    var environment = Map.of("FLINK_CONF_DIR", directory.toString(), "RIVULET_LOG_LEVEL", "WARN");
    return new Launch(command, environment, directory, directory.resolve(name + ".log"));
  }

  private static List<String> java(String mainClass) {
    var command =
        new ArrayList<>(
            List.of(
                Installation.thisJava().toString(),
                "-Xmx256m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "--add-opens=java.base/java.util=ALL-UNNAMED",
                "--add-opens=java.base/java.lang=ALL-UNNAMED",
                "--add-opens=java.base/java.time=ALL-UNNAMED"));
    command.addAll(List.of("-cp", flinkAlone(), mainClass));
    return command;
  }

  private static String flinkAlone() {
    return Arrays.stream(System.getProperty("java.class.path").split(":", -1))
        .filter(it -> it.endsWith(".jar"))
        .filter(it -> !it.contains("/rivulet"))
        .filter(it -> !it.contains("flink-connector-kafka") && !it.contains("flink-connector-base"))
        .filter(it -> !it.contains("/kafka-clients/") && !it.contains("/protobuf-java/"))
        .collect(Collectors.joining(":"));
  }

  /// `flink run -d`, from a savepoint or checkpoint if one is given; returns the job's id.
  String submit(Path jar, List<String> restored, List<String> arguments) throws IOException {
    var command = new ArrayList<>(List.of("run", "-d"));
    command.addAll(restored);
    command.add(jar.toAbsolutePath().toString());
    command.addAll(arguments);
    return found(JOB_ID, flink(command));
  }

  void cancel(String job) throws IOException {
    flink(List.of("cancel", job));
  }

  Path savepoint(String job, Path folder) throws IOException {
    return Path.of(
        URI.create(found(SAVEPOINT, flink(List.of("savepoint", job, folder.toUri().toString())))));
  }

  private static String found(Pattern pattern, String output) {
    var matcher = pattern.matcher(output);
    assertThat(matcher.find()).as(output).isTrue();
    return matcher.group(1);
  }

  private String flink(List<String> arguments) throws IOException {
    var command = java("org.apache.flink.client.cli.CliFrontend");
    command.addAll(arguments);
    var launch = launch("command-" + ++commands, command);
    var process = ChildProcess.start(launch);
    boolean ended = process.ended(COMMAND_TIME);
    var output = Files.readString(launch.log());
    assertThat(ended && process.exit().join() == 0).as(output).isTrue();
    return output;
  }

  int slots() throws IOException {
    return number("/overview", SLOTS);
  }

  /// Whether all tasks of a job run.
  boolean runs(String job) throws IOException {
    var states = TASK_STATE.matcher(answer("/jobs/" + job)).results().map(it -> it.group(1));
    return states.allMatch("RUNNING"::equals);
  }

  /// From how many checkpoints and savepoints the job has gone on.
  int restores(String job) throws IOException {
    return number("/jobs/" + job + "/checkpoints", RESTORED);
  }

  private int number(String path, Pattern pattern) throws IOException {
    return Integer.parseInt(found(pattern, answer(path)));
  }

  private String answer(String path) throws IOException {
    var address = URI.create("http://127.0.0.1:" + restPort + path).toURL();
    try (var in = address.openStream()) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  Checkpoints checkpoints() {
    return new Checkpoints(directory.resolve("checkpoints"));
  }

  @Override
  public void close() {
    processes.forEach(ChildProcess::kill);
  }
}
