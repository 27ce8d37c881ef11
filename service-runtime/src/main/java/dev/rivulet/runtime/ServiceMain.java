package dev.rivulet.runtime;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The life of a service process: configuration, start, ports file, and an end that is one clear
/// line and an exit code, or an orderly stop on SIGTERM.
///
/// Any thread's uncaught exception ends the process: a service with a dead thread looks alive and
/// does half its job, while one that ends is started again.
public final class ServiceMain {
  /// After this long an orderly stop is given up.
  static final Duration STOP_TIMEOUT = Duration.ofSeconds(20);

  private static final Logger LOG = LoggerFactory.getLogger(ServiceMain.class);

  /// The first failure; later ones are its consequences.
  private static final AtomicReference<@Nullable ServiceFailure> FAILURE = new AtomicReference<>();

  private ServiceMain() {}

  /// Makes the running service out of its configuration; what it had started is closed if it
  /// throws.
  @FunctionalInterface
  public interface Starter<R extends Record> {
    RunningService start(R configuration) throws Exception;
  }

  /// Runs a service until the process is told to stop. The body of every service's `main`.
  @SuppressWarnings("checkstyle:IllegalCatch")
  public static <R extends Record> void run(
      String name, Class<R> configurationType, Starter<R> starter, String... arguments) {
    Thread.setDefaultUncaughtExceptionHandler((thread, thrown) -> end(thread.getName(), thrown));
    try {
      if (asksForHelp(arguments)) {
        System.out.print(Help.text(name, configurationType));
        return;
      }
      Logging.install();
      boundAdminConnections();
      serve(name, Configuration.load(configurationType), starter);
    } catch (Exception e) {
      end("main", e);
    }
  }

  /// The JDK's server takes its bounds from system properties alone: without them an idle caller
  /// holds a connection, and any number of callers hold any number.
  private static void boundAdminConnections() {
    System.setProperty("jdk.httpserver.maxConnections", "64");
    System.setProperty("sun.net.httpserver.maxReqTime", "10");
    System.setProperty("sun.net.httpserver.maxRspTime", "10");
  }

  private static boolean asksForHelp(String... arguments) {
    for (String argument : arguments) {
      if (!argument.equals("--help")) {
        throw ServiceFailure.usage("unknown argument \"" + argument + "\", try --help");
      }
    }
    return arguments.length > 0;
  }

  private static <R extends Record> void serve(String name, R configuration, Starter<R> starter)
      throws Exception {
    var line = LOG.atInfo();
    for (Map.Entry<String, String> value : Configuration.printable(configuration).entrySet()) {
      line = line.addKeyValue(value.getKey(), value.getValue());
    }
    line.log("{} starts", name);
    Map<String, String> environment = System.getenv();
    Configuration.unusedVariables(configuration.getClass(), environment)
        .forEach(variable -> LOG.warn("{} is no configuration key of {}", variable, name));
    RunningService service = starter.start(configuration);
    CountDownLatch stopped = new CountDownLatch(1);
    Runtime.getRuntime()
        .addShutdownHook(Threads.unstarted("stop", () -> stop(name, service, stopped)));
    String portsFile = environment.get(PortsFile.VARIABLE);
    if (portsFile != null && !portsFile.isEmpty()) {
      PortsFile.write(Path.of(portsFile), service.ports());
    }
    LOG.info("{} started {}", name, service.ports());
    stopped.await();
  }

  private static void stop(String name, RunningService service, CountDownLatch stopped) {
    LOG.info("{} stops", name);
    Thread watchdog = Threads.start("stop-watchdog", ServiceMain::giveUpLater);
    service.close();
    watchdog.interrupt();
    LOG.info("{} stopped", name);
    stopped.countDown();
  }

  private static void giveUpLater() {
    try {
      Thread.sleep(STOP_TIMEOUT);
      LOG.error("not stopped after {}", STOP_TIMEOUT);
      ServiceFailure failure = FAILURE.get();
      Runtime.getRuntime().halt(failure == null ? ServiceFailure.BROKEN : failure.exitCode());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /// Ends the process for a broken invariant with one line on standard error and exit code 70. It
  /// returns the failure so that the caller can throw it: `throw ServiceMain.fail("…")`.
  public static ServiceFailure fail(String line) {
    ServiceFailure failure = ServiceFailure.broken(line, null);
    end(Thread.currentThread().getName(), failure);
    return failure;
  }

  private static void end(String thread, Throwable thrown) {
    ServiceFailure failure = ServiceFailure.of(thrown);
    if (!FAILURE.compareAndSet(null, failure)) {
      LOG.debug("after the first failure, {}", thread, thrown);
      return;
    }
    System.err.println(failure.getMessage());
    if (failure.exitCode() == ServiceFailure.BROKEN) {
      LOG.error("{} ends the process", thread, thrown);
    }
    // A thread of its own: exiting waits for the stop hook, which may wait for the very thread that
    // failed. Not a daemon, or the JVM could end with 0 behind a main that returns.
    Threads.unstarted("exit", () -> System.exit(failure.exitCode())).start();
  }
}
