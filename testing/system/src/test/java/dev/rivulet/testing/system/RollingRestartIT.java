package dev.rivulet.testing.system;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rivulet.client.Addresses;
import dev.rivulet.client.ConnectionState;
import dev.rivulet.stack.Balancer;
import dev.rivulet.stack.ServiceProcess;
import dev.rivulet.stack.Services;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/// A new version is rolled out: every service is restarted, one instance after the other, while
/// people talk through the balancer.
@ExtendWith(StackExtension.class)
@Timeout(420)
@Order(10)
@Tag("slow")
class RollingRestartIT {
  private static final int PER_SECOND = 50;

  private final TestStack stack;

  RollingRestartIT(TestStack stack) {
    this.stack = stack;
  }

  @Test
  void everyServiceIsRestartedUnderLoadAndNobodyLosesAnything() {
    stack.processes().scale(Services.CLIENT_API, 2);
    var options =
        Balancer.Options.forTests().withLimit("RIVULET_BALANCER_REQUESTS_BY_ADDRESS_MAX", "100000");
    try (Balancer balancer = Balancer.start(stack.processes(), options);
        SteadyTraffic traffic =
            new SteadyTraffic(
                stack, new Addresses(balancer.http(), List.of(balancer.gateway())), 3)) {
      traffic.start(PER_SECOND);
      for (String service :
          List.of(
              Services.FANOUT,
              Services.ROUTER,
              Services.STORAGE_SINK,
              Services.RECEIPT_AGGREGATOR,
              Services.MEDIA_INGEST,
              Services.CLIENT_API,
              Services.EDGE_GATEWAY)) {
        for (ServiceProcess instance : stack.processes().instances(service)) {
          restart(instance);
        }
      }
      traffic.stopAndCheck();
      System.out.printf(
          "          %d messages, all sent, %.1f s the slowest%n",
          traffic.count(),
          traffic.delivered().stream()
                  .mapToDouble(SteadyTraffic.Delivered::milliseconds)
                  .max()
                  .orElse(0)
              / 1e3);
      checkReconnects(traffic.people());
    } finally {
      stack.processes().scale(Services.CLIENT_API, 1);
    }
  }

  private static void restart(ServiceProcess instance) {
    long began = System.nanoTime();
    // A busy machine takes its time, also to keep the class archive at the end of a run.
    instance.stop(Duration.ofMinutes(1));
    assertThat(instance.exit().join()).as("%s ends in order", instance).isEqualTo(143);
    instance.startAndAwait(Talk.PATIENCE);
    System.out.printf(
        "          %s restarted in %.1f s%n", instance.name(), (System.nanoTime() - began) / 1e9);
  }

  /// Everybody was at one of the gateways and so was sent away at least once, in order. The promise
  /// of 5 s is printed, not asserted: a time that a test demands fails on the next busy machine.
  private static void checkReconnects(List<Person> people) {
    List<Double> pauses = new ArrayList<>();
    for (Person person : people) {
      long gone = 0;
      int times = 0;
      for (TestDevice.Connected step : person.device().connections()) {
        if (step.state() == ConnectionState.WAITING && gone == 0 && !step.why().isEmpty()) {
          assertThat(step.why()).containsAnyOf("1012", "asked to reconnect");
          gone = step.at();
          times++;
        } else if (step.state() == ConnectionState.LIVE && gone != 0) {
          pauses.add((step.at() - gone) / 1e9);
          gone = 0;
        }
      }
      assertThat(times).as("%s was sent away", person).isPositive();
      assertThat(gone).as("%s is back", person).isZero();
    }
    double longest = pauses.stream().mapToDouble(Double::doubleValue).max().orElseThrow();
    System.out.printf("          %d reconnects, the longest took %.1f s%n", pauses.size(), longest);
  }
}
