package dev.rivulet.servers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ChildProcessTest {
  @TempDir Path directory;

  /// A JVM that starts a child that ignores SIGTERM, prints its pid and waits.
  static final class Parent {
    public static void main(String[] arguments) throws Exception {
      Path directory = Path.of(arguments[0]);
      ChildProcess child =
          ChildProcess.start(
              new Launch(
                  List.of(arguments[1], "-c", arguments[2]),
                  Map.of(),
                  directory,
                  directory.resolve("child.log")));
      Files.writeString(directory.resolve("pid.part"), Long.toString(child.pid()));
      Files.move(directory.resolve("pid.part"), directory.resolve("pid"));
      Thread.currentThread().join();
    }
  }

  @Test
  void aChildEndsWhenItsParentIsKilled() throws Exception {
    ProcessHandle child = killedParentOf("exec sleep 600");
    await().atMost(Duration.ofSeconds(5)).until(() -> !child.isAlive());
  }

  @Test
  void aChildThatIgnoresSigtermEndsTooWhenItsParentIsKilled() throws Exception {
    ProcessHandle child = killedParentOf("trap '' TERM; while :; do sleep 0.2; done");
    await().atMost(Duration.ofSeconds(15)).until(() -> !child.isAlive());
  }

  @Test
  void thePidIsTheProgramsOwnAndItsExitCodeIsKnown() {
    ChildProcess child = start("echo $$ > own; exit 7");
    assertThat(child.exit().join()).isEqualTo(7);
    assertThat(directory.resolve("own")).content().isEqualToIgnoringWhitespace("" + child.pid());
  }

  @Test
  void stopGivesTimeAndThenKills() {
    ChildProcess gentle = start("trap 'exit 0' TERM; echo up; while :; do sleep 0.1; done");
    awaitLog("up");
    gentle.stop(Duration.ofSeconds(10));
    assertThat(gentle.exit().join()).isZero();

    ChildProcess stubborn = start("trap '' TERM; echo deaf; while :; do sleep 0.1; done");
    awaitLog("deaf");
    stubborn.stop(Duration.ofMillis(200));
    assertThat(stubborn.exit().join()).isEqualTo(137);
  }

  @Test
  void allOfTheGraceIsGiven() {
    ChildProcess slow =
        start("trap 'sleep 7; exit 5' TERM; echo slow; while :; do sleep 0.1; done");
    awaitLog("slow");
    slow.stop(Duration.ofSeconds(60));
    assertThat(slow.exit().join()).isEqualTo(5);
  }

  private ChildProcess start(String script) {
    return ChildProcess.start(
        new Launch(
            List.of("/bin/sh", "-c", script), Map.of(), directory, directory.resolve("log")));
  }

  private void awaitLog(String text) {
    await().until(() -> Files.readString(directory.resolve("log")).contains(text));
  }

  private ProcessHandle killedParentOf(String script) throws IOException {
    Process parent =
        new ProcessBuilder(
                Installation.thisJava().toString(),
                "-cp",
                System.getProperty("java.class.path"),
                Parent.class.getName(),
                directory.toString(),
                "/bin/sh",
                script)
            .inheritIO()
            .start();
    await().atMost(Duration.ofSeconds(30)).until(() -> Files.exists(directory.resolve("pid")));
    long pid = Long.parseLong(Files.readString(directory.resolve("pid")));
    ProcessHandle child = ProcessHandle.of(pid).orElseThrow();
    parent.destroyForcibly().onExit().join();
    return child;
  }
}
