package dev.rivulet.testing.load;

import dev.rivulet.client.Addresses;
import dev.rivulet.contracts.frame.SubProtocol;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/// One of two gateways is killed: how long until everybody of it is attached again and synced, and
/// what those at the other one notice.
final class StormBench implements Horde.Listener {
  private static final int RATE = 20;
  private static final int BYTES = 200;
  private static final int PROBES = 100;
  private static final int THREADS = 8;
  private static final long FIRST_PAUSE_MILLIS = 100;
  private static final long PAUSE_MAX_MILLIS = 5_000;
  private static final int PATIENCE_SECONDS = 120;
  private static final Pattern CURSOR = Pattern.compile("\"cursor\":\"([A-Za-z0-9_-]+)\"");

  private final Plan plan;
  private final List<URI> gateways;
  private final URI api;
  private final HttpClient http = HttpClient.newHttpClient();
  private final ScheduledExecutorService threads =
      Executors.newScheduledThreadPool(THREADS, Thread.ofPlatform().daemon().factory());
  private final Map<UUID, String> cursors = new ConcurrentHashMap<>();
  private final Map<UUID, Integer> attempts = new ConcurrentHashMap<>();
  private final Map<String, AtomicInteger> refusals = new ConcurrentHashMap<>();
  private final AtomicInteger lost = new AtomicInteger();
  private final AtomicInteger back = new AtomicInteger();
  private final AtomicInteger synced = new AtomicInteger();
  private final AtomicLong lastBack = new AtomicLong();
  private final AtomicLong lastSynced = new AtomicLong();
  private final Horde horde;
  private volatile boolean storm;

  record Plan(int sessions, int seconds) {}

  private StormBench(Plan plan, Target target) throws IOException {
    this.plan = plan;
    this.gateways = target.addresses().gateways();
    this.api = target.addresses().api();
    this.horde = new Horde(SubProtocol.JSON, this);
  }

  static void run(Plan plan, Target target) throws Exception {
    if (target.addresses().gateways().size() != 2) {
      throw new IllegalStateException("two gateways are needed: ./rivulet scale edge-gateway=2");
    }
    new StormBench(plan, target).run(target);
  }

  private void run(Target target) throws Exception {
    var processes = Gateways.fromEnvironment();
    var guests = new Minted(processes.data()).guests(plan.sessions());
    for (int i = 0; i < guests.size(); i++) {
      horde.open(guests.get(i), gateways.get(i % 2), false);
    }
    Growth.until("all are attached", () -> horde.present.get() == guests.size());
    System.out.printf(Locale.ROOT, "%d sessions attached to two gateways%n", guests.size());

    // Those with even numbers are at the first gateway, which stays.
    var probes =
        IntStream.range(0, Math.min(PROBES, guests.size() / 2))
            .mapToObj(number -> guests.get(2 * number))
            .toList();
    var addresses = new Addresses(target.addresses().api(), gateways.subList(0, 1));
    try (horde;
        var scene = Scene.begin(target, addresses, probes)) {
      scene.talk(RATE, plan.seconds(), BYTES);
      var calm = new Figures();
      horde.ages = calm;
      scene.talk(RATE, plan.seconds(), BYTES);
      System.out.printf(Locale.ROOT, "send → deliver before: %s%n", calm);

      var rough = new Figures();
      horde.ages = rough;
      storm = true;
      long killed = System.nanoTime();
      ProcessHandle.of(processes.pids().getLast()).orElseThrow().destroyForcibly();
      do {
        scene.talk(RATE, 1, BYTES);
      } while ((lost.get() == 0 || synced.get() < lost.get())
          && System.nanoTime() - killed < PATIENCE_SECONDS * 1e9);
      report(killed, rough);
    }
  }

  private void report(long killed, Figures rough) {
    System.out.printf(
        Locale.ROOT,
        "lost %d; attached again %d, the last after %.1f s; synced %d, the last after %.1f s%n",
        lost.get(),
        back.get(),
        (lastBack.get() - killed) / 1e9,
        synced.get(),
        (lastSynced.get() - killed) / 1e9);
    System.out.printf(Locale.ROOT, "send → deliver meanwhile: %s%n", rough);
    System.out.println("attempts that failed, by what was answered: " + new TreeMap<>(refusals));
  }

  @Override
  public void attached(Horde.Member member, String head) {
    var guest = member.guest;
    var found = CURSOR.matcher(head);
    String cursor = found.find() ? found.group(1) : "";
    String before = cursors.put(guest.user(), cursor);
    if (storm && before != null && attempts.remove(guest.user()) != null) {
      back.incrementAndGet();
      lastBack.set(System.nanoTime());
      sync(guest, before, cursor);
    }
  }

  private void sync(Minted.Guest guest, String from, String to) {
    var uri = api.resolve("/v1/sync?from=" + from + "&to=" + to);
    var request =
        HttpRequest.newBuilder(uri).header("Authorization", "Bearer " + guest.token()).build();
    var _ =
        http.sendAsync(request, BodyHandlers.ofString())
            .whenComplete(
                (answer, failure) -> {
                  if (failure == null && answer.body().contains("\"complete\":true")) {
                    synced.incrementAndGet();
                    lastSynced.set(System.nanoTime());
                  } else {
                    count("sync " + (failure == null ? answer.statusCode() : "without answer"));
                    later(() -> sync(guest, from, to), PAUSE_MAX_MILLIS / 5);
                  }
                });
  }

  @Override
  public void gone(Horde.Member member, int code, int retryAfterSeconds) {
    if (!storm) {
      later(() -> connect(member.guest), TimeUnit.SECONDS.toMillis(1) + jitter(FIRST_PAUSE_MILLIS));
      return;
    }
    if (attempts.putIfAbsent(member.guest.user(), 0) == null) {
      lost.incrementAndGet();
      later(() -> connect(member.guest), jitter(FIRST_PAUSE_MILLIS));
    } else {
      count(code + (retryAfterSeconds > 0 ? " with Retry-After" : ""));
      again(member.guest, TimeUnit.SECONDS.toMillis(code == 1013 ? 1 : retryAfterSeconds));
    }
  }

  /// As the SDK does it: what the server asks for, and a growing pause with jitter on top.
  private void again(Minted.Guest guest, long askedMillis) {
    int attempt = attempts.merge(guest.user(), 1, Integer::sum);
    long pause = Math.min(PAUSE_MAX_MILLIS, FIRST_PAUSE_MILLIS << Math.min(attempt, 10));
    later(() -> connect(guest), askedMillis + jitter(pause));
  }

  private static long jitter(long millis) {
    return ThreadLocalRandom.current().nextLong(millis / 2, millis + 1);
  }

  private void connect(Minted.Guest guest) {
    try {
      int attempt = attempts.getOrDefault(guest.user(), 0);
      int turn = Math.floorMod(guest.user().hashCode() + attempt, 2);
      horde.open(guest, gateways.get(turn), false);
    } catch (IOException refused) {
      count("no connection");
      again(guest, 0);
    }
  }

  private void later(Runnable task, long millis) {
    var _ = threads.schedule(task, millis, TimeUnit.MILLISECONDS);
  }

  private void count(String what) {
    refusals.computeIfAbsent(what, it -> new AtomicInteger()).incrementAndGet();
  }
}
