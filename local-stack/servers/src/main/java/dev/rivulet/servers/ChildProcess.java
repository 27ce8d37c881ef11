package dev.rivulet.servers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// One run of a program. It is in a session of its own, so a Ctrl-C at the terminal reaches only
/// the launcher, and it is ended by its watcher when this JVM is gone.
public final class ChildProcess {
  /// The shell becomes the program (`exec`), so the pid is the program's; the watcher is its child.
  /// The watcher acts only while the program is still its parent: a pid used again is never hit.
  private static final String START =
      """
      exec 3<&0
      sh -c '
        trap "" INT HUP TERM
        parent() {
          if [ -r /proc/$$/stat ]; then
            read -r _ _ _ p _ < /proc/$$/stat; echo "$p"
          else
            ps -o ppid= -p $$ | tr -d " "
          fi
        }
        while read -r _; do :; done
        [ "$(parent)" = "$PPID" ] || exit 0
        kill -TERM "$PPID"
        i=0
        while [ $i -lt 50 ] && [ "$(parent)" = "$PPID" ]; do sleep 0.1; i=$((i + 1)); done
        [ "$(parent)" != "$PPID" ] || kill -KILL "$PPID"
      ' watcher <&3 3<&- >/dev/null 2>&1 &
      exec "$@" </dev/null 3<&-
      """;

  private final Process process;
  private final Instant startedAt;

  private ChildProcess(Process process) {
    this.process = process;
    this.startedAt = process.info().startInstant().orElseGet(Instant::now);
  }

  public static ChildProcess start(Launch launch) {
    List<String> command = new ArrayList<>(session());
    command.addAll(List.of("/bin/sh", "-c", START, "sh"));
    command.addAll(launch.command());
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(launch.directory().toFile())
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(launch.log().toFile()));
    builder.environment().putAll(launch.environment());
    try {
      return new ChildProcess(builder.start());
    } catch (IOException e) {
      throw new UncheckedIOException("cannot start " + launch.command().getFirst(), e);
    }
  }

  /// What gives the program a session of its own: util-linux has a command for it, macOS has Perl.
  private static List<String> session() {
    if (Files.isExecutable(Path.of("/usr/bin/setsid"))) {
      return List.of("/usr/bin/setsid");
    }
    return Files.isExecutable(Path.of("/usr/bin/perl"))
        ? List.of("/usr/bin/perl", "-MPOSIX", "-e", "POSIX::setsid(); exec @ARGV or die $!")
        : List.of();
  }

  public long pid() {
    return process.pid();
  }

  /// When the program started: together with the pid it names one process for good.
  public Instant startedAt() {
    return startedAt;
  }

  public boolean isAlive() {
    return process.isAlive();
  }

  /// Completes with the exit code when the program has ended.
  public CompletableFuture<Integer> exit() {
    return process.onExit().thenApply(Process::exitValue);
  }

  /// SIGTERM, and SIGKILL when it has not ended within `grace`.
  public void stop(Duration grace) {
    process.destroy();
    if (!ended(grace)) {
      kill();
    }
  }

  /// SIGKILL; returns when it is gone.
  public void kill() {
    process.destroyForcibly();
    ended(Duration.ofSeconds(30));
  }

  /// SIGSTOP: it keeps its sockets and answers nothing.
  public void suspend() {
    signal("STOP");
  }

  /// SIGCONT.
  public void resume() {
    signal("CONT");
  }

  /// SIGUSR2: what some servers take as the order to read their configuration again.
  public void reload() {
    signal("USR2");
  }

  /// Waits for the end of the program; false if it still runs after `timeout`.
  public boolean ended(Duration timeout) {
    try {
      process.onExit().get(timeout.toMillis(), TimeUnit.MILLISECONDS);
      return true;
    } catch (TimeoutException e) {
      return false;
    } catch (ExecutionException e) {
      throw new IllegalStateException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return !process.isAlive();
    }
  }

  private void signal(String name) {
    try {
      int code =
          new ProcessBuilder("/bin/sh", "-c", "kill -" + name + " " + pid()).start().waitFor();
      if (code != 0) {
        throw new ServerException("cannot send SIG" + name + " to process " + pid());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
