package dev.rivulet.testing.load;

import dev.rivulet.contracts.frame.SubProtocol;
import java.util.List;
import java.util.Locale;

/// What an idle attached session costs the gateways. It is looked at after pings: until then the
/// threads are parked with the larger frames of code that was not compiled yet.
final class ConnectionBench {
  private ConnectionBench() {}

  /// @param few sessions at which the heap is looked at first
  /// @param sessions at which it is looked at again
  /// @param seconds of idling, long enough for pings
  record Plan(int few, int sessions, int seconds) {
    Plan {
      if (few >= sessions) {
        throw new IllegalArgumentException("--sessions must be above " + few);
      }
    }
  }

  static void run(Plan plan, Target target) throws Exception {
    var gateways = Gateways.fromEnvironment();
    var guests = new Minted(gateways.data()).guests(plan.sessions());
    try (var horde = new Horde(SubProtocol.JSON, Horde.Listener.NOBODY)) {
      attach(horde, guests, 0, plan.few(), target);
      Scene.pause(plan.seconds());
      long fewHeld = held(horde);
      long few = heap(gateways, fewHeld);
      attach(horde, guests, plan.few(), plan.sessions(), target);
      var before = gateways.cpu();
      Scene.pause(plan.seconds());
      double micros = gateways.cpu().minus(before).toNanos() / 1e3;
      long held = held(horde);
      System.out.printf(
          Locale.ROOT,
          "live heap per idle attached session: %d bytes%n",
          (heap(gateways, held) - few) / (held - fewHeld));
      System.out.printf(
          Locale.ROOT,
          "idle CPU per session, pings and all else the process does included: %.2f µs a second%n",
          micros / plan.seconds() / held);
      System.out.printf(Locale.ROOT, "sessions that were ended: %d%n", horde.gone.get());
    }
  }

  private static long held(Horde horde) {
    return horde.present.get();
  }

  static void attach(Horde horde, List<Minted.Guest> guests, int from, int to, Target target)
      throws Exception {
    var addresses = target.addresses().gateways();
    for (int i = from; i < to; i++) {
      horde.open(guests.get(i), addresses.get(i % addresses.size()), false);
    }
    Growth.until(to + " sessions are attached", () -> horde.present.get() + horde.gone.get() >= to);
  }

  private static long heap(Gateways gateways, long sessions) throws Exception {
    long live = gateways.liveHeap();
    System.out.printf(Locale.ROOT, "%6d sessions: %d KB live%n", sessions, live >> 10);
    return live;
  }
}
