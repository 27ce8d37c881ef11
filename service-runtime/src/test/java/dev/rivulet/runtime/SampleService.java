package dev.rivulet.runtime;

import static java.lang.System.Logger.Level.INFO;

import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.logging.Level;
import java.util.logging.Logger;

/// A service process to be started by tests; the name it is given says how it ends.
final class SampleService implements RunningService {
  private final Parts parts;
  private final Map<String, Integer> ports;
  private final Runnable onceStarted;

  private SampleService(Parts parts, Map<String, Integer> ports, Runnable onceStarted) {
    this.parts = parts;
    this.onceStarted = onceStarted;
    this.ports = ports;
  }

  public static void main(String[] arguments) {
    ServiceMain.run("sample", SampleConfig.class, SampleService::start, arguments);
  }

  private static SampleService start(SampleConfig config) {
    return Parts.assemble(
        parts -> {
          var registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
          var readiness = new Readiness();
          readiness.add("started", CheckResult::up);
          var admin = parts.add("admin", AdminServer.start(config.admin(), readiness, registry));
          Logger.getLogger("foreign").log(Level.WARNING, "from java.util.logging");
          System.getLogger("io.helidon.webserver").log(INFO, "what nobody wants to read");
          if (config.name().equals("unavailable")) {
            throw ServiceFailure.unavailable("no store\n here", null);
          }
          return new SampleService(
              parts, Map.of("admin", admin.port()), () -> misbehave(config.name(), parts));
        });
  }

  private static void misbehave(String how, Parts parts) {
    switch (how) {
      case "broken-thread" -> Threads.start("loop", SampleService::breakDown);
      case "fails" -> Threads.start("loop", SampleService::fail);
      case "fails-and-is-joined" -> failAndBeJoined(parts);
      default -> {}
    }
  }

  private static void breakDown() {
    throw new IllegalStateException("seq 7 follows seq 5");
  }

  private static void fail() {
    throw ServiceMain.fail("seq 7 follows seq 5");
  }

  /// The stop waits for the thread that failed, which must not wait for the stop.
  private static void failAndBeJoined(Parts parts) {
    CountDownLatch joined = new CountDownLatch(1);
    Thread loop =
        Threads.start(
            "loop",
            () -> {
              await(joined);
              fail();
            });
    parts.add("loop", loop::join);
    joined.countDown();
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public Map<String, Integer> ports() {
    onceStarted.run();
    return ports;
  }

  @Override
  public void close() {
    parts.close();
  }
}
