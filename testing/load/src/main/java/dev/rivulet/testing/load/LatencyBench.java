package dev.rivulet.testing.load;

import dev.rivulet.client.ClientListener;
import dev.rivulet.client.ClientOptions;
import dev.rivulet.client.RivuletClient;
import dev.rivulet.client.loop.SerialLoop;
import dev.rivulet.client.transport.JdkTransport;
import dev.rivulet.contracts.frame.ConversationEvent;
import dev.rivulet.contracts.topic.Topic;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

/// Latency of 1:1 messages, in turns with a raw relay over as many topics.
final class LatencyBench {
  /// A message passes commands, inbox and deliveries.
  private static final int HOPS = 3;

  private static final Duration PATIENCE = Duration.ofSeconds(60);

  record Plan(int rate, int seconds, int rounds, int pairs, int warmUpSeconds) {}

  /// A sender and a receiver with their 1:1.
  private record Pair(RivuletClient sender, RivuletClient receiver, UUID conversation) {}

  private final Plan plan;
  private final Map<String, Long> sentAt = new ConcurrentHashMap<>();
  private final List<Pair> pairs = new ArrayList<>();
  private volatile Round current = new Round();

  /// What one turn measured.
  private static final class Round {
    final Figures accepted = new Figures();
    final Figures delivered = new Figures();
    final Figures stored = new Figures();
  }

  private LatencyBench(Plan plan) {
    this.plan = plan;
  }

  static void run(Plan plan, Target target) throws Exception {
    var bench = new LatencyBench(plan);
    try (var relay = new Relay(target.kafka(), HOPS);
        var stages = new Stages(target)) {
      bench.connect(target);
      System.out.printf(
          Locale.ROOT,
          "%d pairs, %d messages a second, %d rounds of %d s each after %d s of warm-up%n",
          plan.pairs(),
          plan.rate(),
          plan.rounds(),
          plan.seconds(),
          plan.warmUpSeconds());
      relay.measure(plan.rate(), plan.warmUpSeconds() / 2);
      bench.turn(stages, plan.warmUpSeconds());
      for (int i = 1; i <= plan.rounds(); i++) {
        System.out.println("round " + i);
        var raw = relay.measure(plan.rate(), plan.seconds());
        bench.report(raw, stages);
      }
    } finally {
      bench.pairs.forEach(
          pair -> {
            pair.sender().close();
            pair.receiver().close();
          });
    }
  }

  private void connect(Target target) throws Exception {
    var transport = JdkTransport.create();
    var scheduler = SerialLoop.scheduler("bench", 2);
    var run = Long.toString(ThreadLocalRandom.current().nextLong(1L << 40), 36);
    for (int i = 0; i < plan.pairs(); i++) {
      var options =
          ClientOptions.of(target.addresses(), transport, SerialLoop.on(scheduler))
              .withoutReceipts();
      var sender = RivuletClient.create(options, new ClientListener() {});
      var other =
          ClientOptions.of(target.addresses(), transport, SerialLoop.on(scheduler))
              .withoutReceipts();
      var receiver = RivuletClient.create(other, new Receiver());
      sender.signUp("s" + run + i, "bench-password-" + run).join();
      receiver.signUp("r" + run + i, "bench-password-" + run).join();
      sender.start();
      receiver.start();
      sender.live().get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
      receiver.live().get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
      pairs.add(new Pair(sender, receiver, sender.api().openDirect(receiver.self()).join()));
    }
  }

  private final class Receiver implements ClientListener {
    @Override
    public void event(ConversationEvent event) {
      var id = event.id();
      var sent = id == null ? null : sentAt.get(id);
      if (sent != null) {
        current.delivered.add(System.nanoTime() - sent);
      }
    }
  }

  private Round turn(Stages stages, int seconds) throws Exception {
    sentAt.clear();
    stages.reset();
    var round = new Round();
    current = round;
    var done = new ArrayList<CompletableFuture<Void>>();
    Pace.run(
        plan.rate(),
        seconds,
        i -> {
          var pair = pairs.get(i % pairs.size());
          long now = System.nanoTime();
          var message = pair.sender().send(pair.conversation(), "message " + i + " of the bench");
          sentAt.put(message.id(), now);
          stages.sent(message.id(), now);
          done.add(message.accepted().thenRun(() -> round.accepted.add(System.nanoTime() - now)));
          done.add(message.outcome().thenRun(() -> round.stored.add(System.nanoTime() - now)));
        });
    CompletableFuture.allOf(done.toArray(CompletableFuture[]::new))
        .get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    return round;
  }

  private void report(Figures raw, Stages stages) throws Exception {
    var before = Cpu.now();
    var round = turn(stages, plan.seconds());
    var after = Cpu.now();
    line("raw relay of " + HOPS + " hops", raw);
    line("send → ack", round.accepted);
    line("send → deliver", round.delivered);
    line("send → sent", round.stored);
    for (var topic : List.of(Topic.COMMANDS, Topic.INBOX, Topic.DELIVERIES)) {
      line("send → seen in " + topic.shortName(), stages.of(topic));
    }
    line("send → committed event", stages.of(Topic.EVENTS));
    System.out.printf(
        Locale.ROOT,
        "  ratio to the relay: send → deliver p50 %.2f, p90 %.2f%n",
        (double) round.delivered.p50() / raw.p50(),
        (double) round.delivered.p90() / raw.p90());
    var cpu = new StringBuilder("  CPU seconds:");
    after.forEach(
        (name, time) -> {
          var used = time.minus(before.getOrDefault(name, time));
          cpu.append(String.format(Locale.ROOT, " %s %.2f", name, used.toMillis() / 1000.0));
        });
    System.out.println(cpu);
  }

  private static void line(String what, Figures figures) {
    System.out.printf(Locale.ROOT, "  %-32s %s%n", what, figures);
  }
}
