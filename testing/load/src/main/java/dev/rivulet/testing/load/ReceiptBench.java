package dev.rivulet.testing.load;

import dev.rivulet.client.ClientListener;
import dev.rivulet.client.ClientOptions;
import dev.rivulet.client.Outcome;
import dev.rivulet.client.RivuletClient;
import dev.rivulet.client.loop.SerialLoop;
import dev.rivulet.client.store.MemoryStore;
import dev.rivulet.client.transport.JdkTransport;
import dev.rivulet.contracts.frame.ServerFrame;
import java.net.http.HttpClient;
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
import java.util.concurrent.locks.LockSupport;

/// How long it takes from a reader's `read` frame to the sender's `status`, in turns with a raw
/// relay over as many topics: for messages older than a second, and for such as are read the moment
/// they arrive, whose event is not committed yet.
final class ReceiptBench {
  /// A receipt passes receipts, notices and deliveries.
  private static final int HOPS = 3;

  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final Duration OLD = Duration.ofSeconds(2);

  record Plan(int rate, int seconds, int rounds, int pairs, int warmUpSeconds) {
    Plan {
      if (rate % pairs != 0) {
        throw new IllegalArgumentException("--rate has to be a multiple of --pairs");
      }
    }
  }

  /// A sender and a reader with their 1:1.
  private static final class Pair implements ClientListener {
    final Map<Long, Long> readAt = new ConcurrentHashMap<>();
    volatile boolean atOnce;
    volatile Figures figures = new Figures();
    long next = 2;

    @Override
    public void status(ServerFrame.Status status) {
      var upTo = status.read();
      var at = upTo == null ? null : readAt.remove(upTo);
      if (at != null) {
        figures.add(System.nanoTime() - at);
      }
    }
  }

  private record Ends(Pair pair, RivuletClient sender, Reader reader, UUID conversation) {
    void read(long seq) {
      pair.readAt.put(seq, System.nanoTime());
      reader.read(seq);
    }
  }

  private final Plan plan;
  private final List<Ends> pairs = new ArrayList<>();
  private final HttpClient http = HttpClient.newHttpClient();

  private ReceiptBench(Plan plan) {
    this.plan = plan;
  }

  static void run(Plan plan, Target target) throws Exception {
    var bench = new ReceiptBench(plan);
    try (var relay = new Relay(target.kafka(), HOPS)) {
      bench.connect(target);
      relay.measure(plan.rate(), plan.warmUpSeconds() / 2);
      bench.old(plan.warmUpSeconds());
      bench.fresh(plan.warmUpSeconds() / 2);
      for (int round = 1; round <= plan.rounds(); round++) {
        var raw = relay.measure(plan.rate(), plan.seconds());
        var old = bench.old(plan.seconds());
        var fresh = bench.fresh(plan.seconds());
        System.out.printf(
            Locale.ROOT,
            "round %d%n  raw relay of %d hops   %s%n"
                + "  read → status, old    %s%n  read → status, fresh  %s%n"
                + "  ratio to the relay: old p50 %.2f, fresh p50 %.2f%n",
            round,
            HOPS,
            raw,
            old,
            fresh,
            (double) old.p50() / raw.p50(),
            (double) fresh.p50() / raw.p50());
      }
    } finally {
      bench.pairs.forEach(
          ends -> {
            ends.sender().close();
            ends.reader().close();
          });
    }
  }

  private void connect(Target target) throws Exception {
    var transport = JdkTransport.create();
    var scheduler = SerialLoop.scheduler("bench", 2);
    var run = Long.toString(ThreadLocalRandom.current().nextLong(1L << 40), 36);
    for (int i = 0; i < plan.pairs(); i++) {
      var pair = new Pair();
      var options = ClientOptions.of(target.addresses(), transport, SerialLoop.on(scheduler));
      var sender = RivuletClient.create(options, pair);
      sender.signUp("s" + run + i, "bench-password-" + run).join();
      sender.start();
      sender.live().get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
      var store = new MemoryStore();
      var account =
          RivuletClient.create(
              ClientOptions.of(target.addresses(), transport, SerialLoop.on(scheduler))
                  .withStore(store),
              new ClientListener() {});
      account.signUp("r" + run + i, "bench-password-" + run).join();
      var conversation = sender.api().openDirect(account.self()).join();
      var token = store.state().account().orElseThrow().accessToken();
      var gateways = target.addresses().gateways();
      var self = new CompletableFuture<Ends>();
      var reader =
          new Reader(
              http,
              gateways.get(i % gateways.size()),
              token,
              conversation,
              seq -> {
                if (pair.atOnce) {
                  self.join().read(seq);
                }
              });
      var ends = new Ends(pair, sender, reader, conversation);
      self.complete(ends);
      pairs.add(ends);
    }
  }

  /// Reads one message after the other of those that were stored a while ago.
  private Figures old(int seconds) throws Exception {
    int each = plan.rate() / pairs.size() * seconds;
    for (int from = 0; from < each; from += plan.rate()) {
      for (var ends : pairs) {
        send(ends, Math.min(plan.rate(), each - from));
      }
    }
    LockSupport.parkNanos(OLD.toNanos());
    var figures = begin(false);
    Pace.run(
        plan.rate(),
        seconds,
        i -> {
          var ends = pairs.get(i % pairs.size());
          ends.read(ends.pair().next++);
        });
    return settled(figures);
  }

  /// Reads each message when it arrives.
  private Figures fresh(int seconds) throws Exception {
    var figures = begin(true);
    var done = new ArrayList<CompletableFuture<Outcome>>();
    Pace.run(
        plan.rate(),
        seconds,
        i -> {
          var ends = pairs.get(i % pairs.size());
          done.add(ends.sender().send(ends.conversation(), "message " + i).outcome());
          ends.pair().next++;
        });
    CompletableFuture.allOf(done.toArray(CompletableFuture[]::new))
        .get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    return settled(figures);
  }

  private static void send(Ends ends, int count) throws Exception {
    var done = new ArrayList<CompletableFuture<Outcome>>();
    for (int i = 0; i < count; i++) {
      done.add(ends.sender().send(ends.conversation(), "message " + i + " to read").outcome());
    }
    CompletableFuture.allOf(done.toArray(CompletableFuture[]::new))
        .get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
  }

  private Figures begin(boolean atOnce) {
    var figures = new Figures();
    for (var ends : pairs) {
      ends.pair().readAt.clear();
      ends.pair().figures = figures;
      ends.pair().atOnce = atOnce;
    }
    return figures;
  }

  /// What is not told within a second is not in the figures.
  private Figures settled(Figures figures) {
    LockSupport.parkNanos(TimeUnit.SECONDS.toNanos(1));
    pairs.forEach(ends -> ends.pair().atOnce = false);
    return figures;
  }
}
