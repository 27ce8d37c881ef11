package dev.rivulet.testing.load;

import dev.rivulet.client.Addresses;
import dev.rivulet.contracts.frame.SubProtocol;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.locks.LockSupport;

/// Some of those attached stop to read: what the others notice of it, when the stalled are cut, and
/// what they take of the heap meanwhile.
final class StallBench {
  private static final long LOOK_NANOS = 250_000_000;
  private static final int PATIENCE_SECONDS = 60;
  private static final int HEAP_AFTER_SECONDS = 4;

  private StallBench() {}

  record Plan(int sessions, int stalled, int rate, int bytes, int seconds) {
    Plan {
      if (stalled >= sessions) {
        throw new IllegalArgumentException("--stalled must be below --sessions");
      }
    }
  }

  static void run(Plan plan, Target target) throws Exception {
    var gateways = Gateways.fromEnvironment();
    var guests = new Minted(gateways.data()).guests(plan.sessions());
    var one = List.of(target.addresses().gateways().getFirst());
    var addresses = new Addresses(target.addresses().api(), one);
    try (var horde = new Horde(SubProtocol.JSON, Horde.Listener.NOBODY);
        var scene = Scene.begin(target, addresses, guests)) {
      var slow = new ArrayList<Horde.Member>();
      for (int i = 0; i < plan.sessions(); i++) {
        boolean stalls = i < plan.stalled();
        var member = horde.open(guests.get(i), one.getFirst(), stalls);
        if (stalls) {
          slow.add(member);
        }
      }
      Growth.until(
          "all are attached", () -> horde.present.get() + horde.gone.get() == plan.sessions());
      scene.talk(plan.rate(), plan.seconds(), plan.bytes());
      report("all read", talk(plan, horde, scene, plan.seconds()));
      measure(plan, gateways, horde, scene, slow, one.getFirst().getPort());
    }
  }

  private static void measure(
      Plan plan, Gateways gateways, Horde horde, Scene scene, List<Horde.Member> slow, int port)
      throws Exception {
    long heap = gateways.liveHeap();
    int before = Gateways.connections(port);
    long stalled = System.nanoTime();
    slow.forEach(horde::stall);
    var watch = Thread.ofPlatform().start(() -> watch(port, before, slow.size(), stalled));
    var weigh = Thread.ofPlatform().start(() -> weigh(gateways, heap, slow.size()));
    var ages = new Figures();
    horde.ages = ages;
    scene.talk(plan.rate(), plan.seconds(), plan.bytes());
    report(slow.size() + " stalled", ages);
    while (watch.isAlive() || weigh.isAlive()) {
      scene.talk(plan.rate(), 1, plan.bytes());
    }
    System.out.printf(Locale.ROOT, "others that were ended: %d%n", horde.gone.get());
  }

  /// When the buffers are full and nobody has been cut.
  private static void weigh(Gateways gateways, long before, int stalled) {
    try {
      Scene.pause(HEAP_AFTER_SECONDS);
      long grown = Math.max(0, gateways.liveHeap() - before);
      System.out.printf(Locale.ROOT, "heap per stalled session: %d bytes%n", grown / stalled);
    } catch (IOException gone) {
      throw new UncheckedIOException(gone);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static Figures talk(Plan plan, Horde horde, Scene scene, int seconds) {
    var ages = new Figures();
    horde.ages = ages;
    scene.talk(plan.rate(), seconds, plan.bytes());
    return ages;
  }

  /// Asks the system: one who does not read does not notice his end either.
  private static void watch(int port, int before, int stalled, long since) {
    try {
      double first = 0;
      double half = 0;
      double seconds = 0;
      for (int cut = 0; cut < stalled && seconds < PATIENCE_SECONDS; ) {
        LockSupport.parkNanos(LOOK_NANOS);
        cut = before - Gateways.connections(port);
        seconds = (System.nanoTime() - since) / 1e9;
        first = first == 0 && cut > 0 ? seconds : first;
        half = half == 0 && cut >= stalled / 2 ? seconds : half;
      }
      System.out.printf(
          Locale.ROOT,
          "cut, counted from their last read: the first after %.1f s, half of them after %.1f s,"
              + " all after %.1f s%n",
          first,
          half,
          seconds);
    } catch (IOException gone) {
      throw new UncheckedIOException(gone);
    }
  }

  private static void report(String what, Figures ages) {
    System.out.printf(Locale.ROOT, "send → deliver, %s: %s%n", what, ages);
  }
}
