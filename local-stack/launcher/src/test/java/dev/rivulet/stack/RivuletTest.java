package dev.rivulet.stack;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rivulet.servers.Installation;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What the commands answer when nothing runs.
class RivuletTest {
  @TempDir Path directory;
  private final ByteArrayOutputStream written = new ByteArrayOutputStream();
  private final PrintStream out = System.out;
  private final PrintStream err = System.err;

  @BeforeEach
  void capture() {
    PrintStream stream = new PrintStream(written, true, StandardCharsets.UTF_8);
    System.setOut(stream);
    System.setErr(stream);
  }

  @AfterEach
  void restore() {
    System.setOut(out);
    System.setErr(err);
  }

  @ParameterizedTest
  @ValueSource(strings = {"up", "down", "status", "logs", "scale", "reset"})
  void everyCommandExplainsItself(String command) {
    assertThat(run(command, "--help")).isZero();
    assertThat(text()).startsWith("Usage: ./rivulet " + command);
  }

  @Test
  void theScriptListsEveryCommandBeforeAnythingIsBuilt() throws Exception {
    Process script =
        new ProcessBuilder(Installation.find().root().resolve("rivulet").toString(), "help")
            .start();
    String help = new String(script.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(script.waitFor()).isZero();
    assertThat(help)
        .contains(Commands.of(directory, Map.of()).keySet())
        .contains("chat ", "demo ", "bench ", "topics tail ", "where ", "verify ", "--port-base");
    StackPorts ports = new StackPorts(StackPorts.DEFAULT_BASE, Map.of());
    StackPorts.names().forEach(name -> assertThat(help).contains("" + ports.of(name)));
  }

  @Test
  void whatIsNotACommandIsAUsageError() {
    assertThat(run("fly")).isEqualTo(2);
    assertThat(run("up", "--port-base")).isEqualTo(2);
    assertThat(run("up", "--port-base", "x")).isEqualTo(2);
    assertThat(run("scale", "router")).isEqualTo(2);
    assertThat(run("logs")).isEqualTo(2);
    assertThat(run("logs", "../secrets/redis-password")).isEqualTo(2);
    assertThat(text().lines()).hasSize(6).allMatch(line -> line.startsWith("rivulet: "));
  }

  @Test
  void portBasesOutsideTheRangeAreRefusedInOneLine() {
    assertThat(run("up", "--port-base", "99999")).isEqualTo(1);
    assertThat(text().lines()).hasSize(1);
  }

  @Test
  void statusFailsAndDownSucceedsWhenNothingRuns() {
    assertThat(run("status")).isEqualTo(1);
    assertThat(text()).contains("not running");
    assertThat(run("down")).isZero();
  }

  @Test
  void logsPrintsTheEndOfALog() throws Exception {
    Files.createDirectories(directory.resolve("logs"));
    StringBuilder lines = new StringBuilder();
    for (int i = 1; i <= 300; i++) {
      lines.append("line ").append(i).append('\n');
    }
    Files.writeString(directory.resolve("logs/router.log"), lines);
    assertThat(run("logs", "router")).isZero();
    assertThat(text().lines()).hasSize(200).first().isEqualTo("line 101");
    assertThat(run("logs", "nothing")).isEqualTo(1);
    assertThat(text()).contains("there are: router");
  }

  @Test
  void resetDeletesWhatIsKeptAndNothingElse() throws Exception {
    for (String name : List.of("kafka/data/deep", "secrets", "clients", "mine")) {
      Files.createDirectories(directory.resolve(name));
      Files.writeString(directory.resolve(name).resolve("file"), "x");
    }
    assertThat(run("reset")).isZero();
    assertThat(directory.resolve("kafka")).doesNotExist();
    assertThat(directory.resolve("secrets")).doesNotExist();
    assertThat(directory.resolve("mine/file")).exists();
  }

  private int run(String... arguments) {
    return Rivulet.run(List.of(arguments), Map.of("RIVULET_DATA", directory.toString()));
  }

  private String text() {
    return written.toString(StandardCharsets.UTF_8);
  }
}
