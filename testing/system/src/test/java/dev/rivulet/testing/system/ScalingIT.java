package dev.rivulet.testing.system;

import static org.awaitility.Awaitility.await;

import dev.rivulet.client.Addresses;
import dev.rivulet.servers.Installation;
import dev.rivulet.stack.Balancer;
import dev.rivulet.stack.Services;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListConsumerGroupOffsetsSpec;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/// Each processor is scaled by itself, up and down again, while groups of ten talk. Prints how long
/// each change took to settle, and draws throughput, lag and latency over time into
/// `target/scaling.svg`.
@ExtendWith(StackExtension.class)
@Timeout(900)
@Order(11)
@Tag("by-hand")
class ScalingIT {
  private static final int PER_SECOND = Integer.getInteger("rivulet.rate", 100);
  private static final int GROUPS = 5;

  /// How long a change is watched before the next one.
  private static final long WATCH_SECONDS = 15;

  /// A message that takes longer belongs to the disturbance.
  private static final double DISTURBED_MILLIS = 500;

  private static final List<String> GROUP_NAMES =
      List.of("rivulet.fanout", "rivulet.router", "storage-sink-events", "storage-sink-inbox");

  private final TestStack stack;
  private final List<Lag> lags = new CopyOnWriteArrayList<>();

  private record Lag(long at, double records) {}

  /// One change of a number of instances.
  private record Change(String what, long at, long ready, long watched) {}

  ScalingIT(TestStack stack) {
    this.stack = stack;
  }

  @Test
  void eachProcessorIsScaledAloneUnderSteadyTrafficAndNothingIsLost() throws Exception {
    var options =
        Balancer.Options.forTests().withLimit("RIVULET_BALANCER_REQUESTS_BY_ADDRESS_MAX", "100000");
    try (Balancer balancer = Balancer.start(stack.processes(), options);
        Admin admin =
            Admin.create(
                Map.of("bootstrap.servers", stack.processes().kafka().bootstrapServers()));
        ScheduledExecutorService sampler =
            Executors.newSingleThreadScheduledExecutor(
                Thread.ofPlatform().name("sampler").factory());
        SteadyTraffic traffic =
            new SteadyTraffic(
                stack, new Addresses(balancer.http(), List.of(balancer.gateway())), GROUPS)) {
      traffic.start(PER_SECOND);
      var _ = sampler.scheduleWithFixedDelay(() -> sampleLag(admin), 0, 1, TimeUnit.SECONDS);
      pause();
      long began = System.nanoTime();
      double cpuBefore = cpuSeconds();
      pause();
      double busy = (cpuSeconds() - cpuBefore) / ((System.nanoTime() - began) / 1e9);
      List<Change> changes = new ArrayList<>();
      change(changes, balancer, traffic, Services.EDGE_GATEWAY, 4, 2);
      change(changes, balancer, traffic, Services.FANOUT, 3, 1);
      change(changes, balancer, traffic, Services.ROUTER, 3, 1);
      change(changes, balancer, traffic, Services.STORAGE_SINK, 2, 1);
      changeThreads(changes, traffic, 4);
      changeThreads(changes, traffic, 1);
      sampler.shutdownNow();
      traffic.stopAndCheck();
      List<SteadyTraffic.Delivered> delivered = traffic.delivered();
      System.out.printf(
          "          %d messages at %d a second to 10 members each; before the changes %.2f of %d"
              + " cores were busy%n",
          delivered.size(), PER_SECOND, busy, Runtime.getRuntime().availableProcessors());
      changes.forEach(change -> report(change, delivered));
      draw(delivered, changes);
    }
  }

  private void change(
      List<Change> changes,
      Balancer balancer,
      SteadyTraffic traffic,
      String service,
      int more,
      int fewer) {
    for (int count : List.of(more, fewer)) {
      long at = System.nanoTime();
      stack.processes().scale(service, count);
      balancer.update();
      long ready = System.nanoTime();
      if (service.equals(Services.EDGE_GATEWAY) && count == more) {
        // Open sockets stay where they are: some people come again, as people do.
        traffic.people().stream()
            .limit(traffic.people().size() / 2)
            .forEach(person -> person.device().client().reconnect());
      }
      pause();
      changes.add(new Change(service + " → " + count, at, ready, System.nanoTime()));
    }
  }

  /// Of the receipts' job, which goes on from its last checkpoint. It is back when a sender learns
  /// who has a message.
  private void changeThreads(List<Change> changes, SteadyTraffic traffic, int threads) {
    long at = System.nanoTime();
    stack
        .processes()
        .restart(
            Services.RECEIPT_AGGREGATOR, Services.RECEIPT_PARALLELISM, Integer.toString(threads));
    traffic.awaitReceipts();
    long ready = System.nanoTime();
    pause();
    changes.add(new Change("receipt threads → " + threads, at, ready, System.nanoTime()));
  }

  private static void report(Change change, List<SteadyTraffic.Delivered> delivered) {
    double slowest = 0;
    long settled = change.at();
    for (SteadyTraffic.Delivered one : delivered) {
      if (one.done() >= change.at() && one.at() < change.watched()) {
        slowest = Math.max(slowest, one.milliseconds());
        if (one.milliseconds() > DISTURBED_MILLIS) {
          settled = Math.max(settled, one.done());
        }
      }
    }
    System.out.printf(
        "          %-18s ready after %5.1f s, slowest message %5.1f s, settled after %5.1f s%n",
        change.what(),
        (change.ready() - change.at()) / 1e9,
        slowest / 1e3,
        (settled - change.at()) / 1e9);
  }

  private void draw(List<SteadyTraffic.Delivered> delivered, List<Change> changes)
      throws IOException {
    long start = delivered.getFirst().at();
    int seconds = (int) ((delivered.getLast().at() - start) / 1_000_000_000L) + 1;
    double[] rate = new double[seconds];
    double[] slowest = new double[seconds];
    double[] lag = new double[seconds];
    for (SteadyTraffic.Delivered one : delivered) {
      int sent = (int) ((one.at() - start) / 1_000_000_000L);
      int done = (int) Math.min(seconds - 1, (one.done() - start) / 1_000_000_000L);
      rate[done]++;
      slowest[sent] = Math.max(slowest[sent], one.milliseconds());
    }
    for (Lag one : lags) {
      int second = (int) ((one.at() - start) / 1_000_000_000L);
      if (second >= 0 && second < seconds) {
        lag[second] = one.records();
      }
    }
    TimeChart chart = new TimeChart(seconds);
    chart.line("messages a second that all ten members have", rate);
    chart.line("slowest message sent in that second, ms", slowest);
    chart.line("records not committed yet by fanout, router and storage-sink", lag);
    changes.forEach(change -> chart.mark((change.at() - start) / 1e9, change.what()));
    Path file = Installation.find().root().resolve("testing/system/target/scaling.svg");
    Files.writeString(file, chart.svg());
    System.out.println("          drawn into " + file);
  }

  /// What the groups have not committed yet, as the broker knows it: a processor that is away says
  /// nothing about itself. A look that fails leaves a gap.
  private void sampleLag(Admin admin) {
    try {
      Map<String, Map<TopicPartition, OffsetAndMetadata>> committed =
          admin
              .listConsumerGroupOffsets(
                  GROUP_NAMES.stream()
                      .collect(
                          Collectors.toMap(
                              name -> name, name -> new ListConsumerGroupOffsetsSpec())))
              .all()
              .get(5, TimeUnit.SECONDS);
      Map<TopicPartition, OffsetSpec> asked = new HashMap<>();
      committed
          .values()
          .forEach(group -> group.keySet().forEach(at -> asked.put(at, OffsetSpec.latest())));
      var ends = admin.listOffsets(asked).all().get(5, TimeUnit.SECONDS);
      long sum = 0;
      for (var group : committed.values()) {
        for (var place : group.entrySet()) {
          var end = ends.get(place.getKey());
          sum += end == null ? 0 : Math.max(0, end.offset() - place.getValue().offset());
        }
      }
      lags.add(new Lag(System.nanoTime(), sum));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException | TimeoutException e) {
      lags.add(new Lag(System.nanoTime(), lags.isEmpty() ? 0 : lags.getLast().records()));
    }
  }

  /// Of everything on this machine.
  private static double cpuSeconds() {
    try {
      String[] numbers =
          Files.readAllLines(Path.of("/proc/stat")).getFirst().trim().split("\\s+", -1);
      double ticks = 0;
      for (int at = 1; at < numbers.length; at++) {
        // Neither idle nor waiting for a disk.
        ticks += at == 4 || at == 5 ? 0 : Long.parseLong(numbers[at]);
      }
      return ticks / 100;
    } catch (IOException e) {
      return 0;
    }
  }

  private static void pause() {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(WATCH_SECONDS);
    await().atMost(WATCH_SECONDS + 10, TimeUnit.SECONDS).until(() -> System.nanoTime() > end);
  }
}
