package dev.rivulet.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Each test is a process of its own, since what is tested is how a process ends.
class ServiceMainTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final int TERMINATED = 143;

  @TempDir Path directory;
  private final List<Process> processes = new ArrayList<>();

  @AfterEach
  void end() throws InterruptedException {
    for (Process process : processes) {
      process.destroyForcibly().waitFor();
    }
  }

  @Test
  void helpNamesEveryKeyAndStartsNothing() throws Exception {
    Process process = start(Map.of(), "--help");

    assertThat(exitCode(process)).isZero();
    assertThat(out())
        .startsWith("Usage: sample [--help]")
        .contains(
            "sample.attach-timeout  RIVULET_SAMPLE_ATTACH_TIMEOUT\n    A wait (duration,"
                + " default \"200ms\")",
            "sample.name  RIVULET_SAMPLE_NAME\n    A name (text, required)",
            "admin.port  RIVULET_ADMIN_PORT");
  }

  @Test
  void anUnknownArgumentIsRefused() throws Exception {
    assertThat(exitCode(start(Map.of(), "--hepl"))).isEqualTo(ServiceFailure.USAGE);
    assertThat(err()).isEqualTo("unknown argument \"--hepl\", try --help\n");
  }

  @Test
  void aWrongConfigurationIsOneLineAndExitCode78() throws Exception {
    assertThat(exitCode(start(Map.of()))).isEqualTo(ServiceFailure.MISCONFIGURED);
    assertThat(err())
        .isEqualTo("configuration: sample.name: missing, set it or RIVULET_SAMPLE_NAME\n");
  }

  @Test
  void aStarterThatFailsIsOneLineWithItsExitCode() throws Exception {
    Process process = start(Map.of("RIVULET_SAMPLE_NAME", "unavailable"));

    assertThat(exitCode(process)).isEqualTo(ServiceFailure.UNAVAILABLE);
    assertThat(err()).isEqualTo("no store here\n");
  }

  @Test
  void aThreadThatThrowsEndsTheProcess() throws Exception {
    Process process = start(Map.of("RIVULET_SAMPLE_NAME", "broken-thread"));

    assertThat(exitCode(process)).isEqualTo(ServiceFailure.BROKEN);
    assertThat(err()).isEqualTo("java.lang.IllegalStateException: seq 7 follows seq 5\n");
    assertThat(out()).contains("loop ends the process");
  }

  @Test
  void aBrokenInvariantEndsTheProcessWithItsLine() throws Exception {
    assertThat(exitCode(start(Map.of("RIVULET_SAMPLE_NAME", "fails"))))
        .isEqualTo(ServiceFailure.BROKEN);
    assertThat(err()).isEqualTo("seq 7 follows seq 5\n");
  }

  @Test
  void theStopMayWaitForTheThreadThatFailed() throws Exception {
    long before = System.nanoTime();

    assertThat(exitCode(start(Map.of("RIVULET_SAMPLE_NAME", "fails-and-is-joined"))))
        .isEqualTo(ServiceFailure.BROKEN);
    assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(ServiceMain.STOP_TIMEOUT);
  }

  @Test
  void aStartedServiceTellsItsPortsAndStopsInOrder() throws Exception {
    Path portsFile = directory.resolve("ports.json");
    Process process =
        start(
            Map.of(
                "RIVULET_SAMPLE_NAME", "ann",
                "RIVULET_SAMPLE_PASSWORD", "sesame",
                "RIVULET_SAMPLE_TYPO", "x",
                "RIVULET_PORTS_FILE", portsFile.toString()));

    await().atMost(PATIENCE).until(() -> Files.exists(portsFile));
    int port = JSON.readTree(portsFile.toFile()).get("admin").asInt();
    assertThat(status("http://127.0.0.1:" + port + "/health/ready")).isEqualTo(200);

    process.destroy();
    assertThat(exitCode(process)).isEqualTo(TERMINATED);
    assertThat(err()).isEmpty();
    assertThat(messages())
        .containsExactly(
            "sample starts",
            "RIVULET_SAMPLE_TYPO is no configuration key of sample",
            "from java.util.logging",
            "sample started {admin=" + port + "}",
            "sample stops",
            "sample stopped");
    assertThat(out()).contains("\"sample.name\":\"ann\"").doesNotContain("sesame");
  }

  @Test
  void theLogLevelIsSetByTheEnvironment() throws Exception {
    Process process =
        start(Map.of("RIVULET_SAMPLE_NAME", "unavailable", "RIVULET_LOG_LEVEL", "ERROR"));

    assertThat(exitCode(process)).isEqualTo(ServiceFailure.UNAVAILABLE);
    assertThat(out()).isEmpty();
  }

  private Process start(Map<String, String> environment, String... arguments) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xmx64m"));
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.add(SampleService.class.getName());
    command.addAll(List.of(arguments));
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .redirectOutput(directory.resolve("out").toFile())
            .redirectError(directory.resolve("err").toFile());
    builder.environment().keySet().removeIf(name -> name.startsWith("RIVULET_"));
    builder.environment().putAll(environment);
    Process process = builder.start();
    processes.add(process);
    return process;
  }

  private static int exitCode(Process process) throws InterruptedException {
    assertThat(process.waitFor(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)).isTrue();
    return process.exitValue();
  }

  private String out() throws IOException {
    return Files.readString(directory.resolve("out"));
  }

  private String err() throws IOException {
    return Files.readString(directory.resolve("err"));
  }

  private List<String> messages() throws IOException {
    List<String> messages = new ArrayList<>();
    for (String line : out().lines().toList()) {
      JsonNode event = JSON.readTree(line);
      messages.add(event.get("formattedMessage").asText());
    }
    return messages;
  }

  private static int status(String uri) throws IOException, InterruptedException {
    try (HttpClient http = HttpClient.newHttpClient()) {
      HttpRequest request = HttpRequest.newBuilder(URI.create(uri)).build();
      return http.send(request, HttpResponse.BodyHandlers.ofString()).statusCode();
    }
  }
}
