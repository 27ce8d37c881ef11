package dev.rivulet.testing.system;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// The containers of a running `docker-compose.yml`, seen through the engine's command line.
final class Containers {
  private static final Duration COMMAND_TIME = Duration.ofSeconds(60);
  private static final Duration RETURN_TIME = Duration.ofSeconds(180);

  private final String project;

  /// @param project the name that compose was given
  Containers(String project) {
    this.project = project;
  }

  /// Ids of those that run.
  List<String> of(String service) {
    String ids =
        docker(
            "ps",
            "--quiet",
            "--no-trunc",
            "--filter",
            "label=com.docker.compose.project=" + project,
            "--filter",
            "label=com.docker.compose.service=" + service);
    return ids.lines().toList();
  }

  /// What it answers to on the inner network.
  String address(String service) {
    return inspect(
        of(service).getFirst(), "{{range .NetworkSettings.Networks}}{{.IPAddress}}{{end}}");
  }

  /// `published->inner` of every container.
  List<String> published() {
    return docker(
            "ps",
            "--filter",
            "label=com.docker.compose.project=" + project,
            "--format",
            "{{.Ports}}")
        .lines()
        .flatMap(line -> List.of(line.split(", ", -1)).stream())
        .filter(port -> port.contains("->"))
        .toList();
  }

  /// SIGKILL, as if it had died by itself: who says `docker kill` gets no restart. Returns when the
  /// engine has started it again and it is healthy.
  void killAndAwaitReturn(String service) {
    String container = of(service).getFirst();
    String pid = inspect(container, "{{.State.Pid}}");
    run(List.of("kill", "-9", pid));
    await(service + " is back")
        .atMost(RETURN_TIME)
        .until(
            () ->
                !inspect(container, "{{.State.Pid}}").equals(pid)
                    && inspect(container, "{{.State.Running}}").equals("true")
                    && isHealthy(container));
  }

  private boolean isHealthy(String container) {
    String health = inspect(container, "{{if .State.Health}}{{.State.Health.Status}}{{end}}");
    return health.isEmpty() || health.equals("healthy");
  }

  String inspect(String container, String format) {
    return docker("inspect", "--format", format, container);
  }

  private static String docker(String... arguments) {
    List<String> command = new ArrayList<>(List.of("docker"));
    command.addAll(List.of(arguments));
    return run(command);
  }

  private static String run(List<String> command) {
    try {
      Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
      String said = new String(process.getInputStream().readAllBytes(), UTF_8).strip();
      assertThat(process.waitFor(COMMAND_TIME.toSeconds(), TimeUnit.SECONDS)).isTrue();
      assertThat(process.exitValue()).as("%s: %s", command, said).isZero();
      return said;
    } catch (IOException e) {
      throw new AssertionError(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }
}
