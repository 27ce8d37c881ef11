package dev.rivulet.testing.simulation;

import dev.rivulet.api.history.History;
import dev.rivulet.api.sync.SimulatedSync;
import dev.rivulet.contracts.frame.ConversationEvent;
import dev.rivulet.contracts.id.Ids;
import dev.rivulet.contracts.log.AddMembers;
import dev.rivulet.contracts.log.ChangeRules;
import dev.rivulet.contracts.log.Command;
import dev.rivulet.contracts.log.CreateGroup;
import dev.rivulet.contracts.log.Event;
import dev.rivulet.contracts.log.RemoveMembers;
import dev.rivulet.contracts.topic.Topic;
import dev.rivulet.fanout.decide.DeciderTask;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.UUID;

/// One schedule: everything that happens, and in which order, follows from the seed.
final class Simulation {
  static final UUID GROUP = new UUID(0x7777_0000_0000_4000L, 0x8000_0000_0000_0001L);
  private static final int STEPS = 220;
  private static final int CALM_ROUNDS_MAX = 200;
  private static final int PEOPLE = 4;

  /// Then there is no news, and the router begins behind a transaction's marker.
  private static final int QUIET_FAIL_OVER = 50;

  final Mistake mistake;
  final Log log;
  final Storage storage;
  final History history;
  UUID instance = new UUID(1, 1);
  private final SplittableRandom random;
  private final Routing routing;
  private final SimulatedSync sync;
  private final List<Device> devices = new ArrayList<>();
  private final Map<Long, ConversationEvent> live = new HashMap<>();
  private long delivered;
  private long changes;

  private Simulation(long seed, Mistake mistake) {
    this.mistake = mistake;
    random = new SplittableRandom(seed);
    log = new Log(mistake);
    storage = new Storage(log, mistake);
    routing = new Routing(log, mistake);
    history = new History(storage);
    sync = new SimulatedSync(storage, () -> Instant.ofEpochMilli(log.now));
    for (int number = 0; number < PEOPLE; number++) {
      devices.add(new Device(this, user(number)));
    }
  }

  /// Returns what was written and shown.
  static String run(long seed, Mistake mistake) {
    var simulation = new Simulation(seed, mistake);
    simulation.begin();
    for (int step = 0; step < STEPS; step++) {
      simulation.step();
    }
    simulation.calm();
    simulation.check();
    return simulation.outcome();
  }

  private String outcome() {
    var told = new StringBuilder();
    for (long offset = 0; offset < log.deliveries.end(); offset++) {
      told.append(log.deliveries.at(offset).value());
    }
    devices.forEach(device -> told.append(device.shown));
    return told.toString();
  }

  private static UUID user(int number) {
    return new UUID(0x1111_2222_3333_4000L, 0x8000_0000_0000_0000L | number);
  }

  static Command.Builder command(UUID user, String id) {
    return Command.newBuilder()
        .setConversation(Ids.bytes(GROUP))
        .setActor(Device.actor(user))
        .setClientMessageId(id);
  }

  /// The broker's clock; now and then it has been set back.
  long time() {
    return random.nextInt(20) == 0 ? log.now - 5_000 : log.now;
  }

  private void begin() {
    var create = CreateGroup.newBuilder().setName("a group");
    for (int number = 1; number < PEOPLE - 1; number++) {
      create.addMembers(Ids.bytes(user(number)));
    }
    log.append(command(user(0), "create").setCreateGroup(create).build(), log.now);
  }

  private void step() {
    log.now += 1 + random.nextInt(50);
    var device = devices.get(random.nextInt(PEOPLE));
    switch (random.nextInt(34)) {
      case 0, 1, 2 -> device.write();
      case 3, 4, 5 -> device.append(random.nextInt(3));
      case 6, 7, 8, 9 -> log.decide();
      case 10, 11 -> log.commit();
      case 12 -> rarely(log::abort);
      case 13 -> rarely(log::takeOver);
      case 14 -> log.zombieDecides();
      case 15 -> log.zombieCommits();
      case 16, 17, 18 -> routing.inbox();
      case 19, 20 -> routing.session();
      case 21 -> routing.commit();
      case 22 -> rarely(routing::crash);
      case 23, 24, 25 -> deliver();
      case 26, 27 -> device.frame();
      case 28 -> storage.storeEvents(1 + random.nextInt(4));
      case 29 -> storage.storeInbox(1 + random.nextInt(4), random.nextInt(4) == 0);
      case 30 -> storage.commitInbox();
      case 31 -> device.sync(sync, 1 + random.nextInt(4));
      case 32 -> connect(device);
      case 33 -> change(device);
      default -> throw new IllegalStateException();
    }
  }

  private void rarely(Runnable fault) {
    if (random.nextInt(2) == 0) {
      fault.run();
    }
  }

  private void connect(Device device) {
    switch (random.nextInt(6)) {
      case 0 -> device.restart();
      case 1 -> device.announce();
      case 2 -> instance = new UUID(1, instance.getLeastSignificantBits() + 1);
      case 3 -> device.repair();
      default -> device.attach();
    }
  }

  /// Membership of the last person changes, or the rules do.
  private void change(Device device) {
    changes++;
    if (changes == 2) {
      var rules = ChangeRules.newBuilder().setNumber(2);
      log.append(command(user(0), "rules").setChangeRules(rules).build(), time());
      return;
    }
    var command = command(user(0), "change" + changes);
    int who = random.nextInt(2) == 0 ? PEOPLE - 1 : 1 + devices.indexOf(device) % (PEOPLE - 1);
    var subject = Ids.bytes(user(who));
    if (random.nextBoolean()) {
      command.setAddMembers(AddMembers.newBuilder().addUsers(subject));
    } else {
      command.setRemoveMembers(RemoveMembers.newBuilder().addUsers(subject));
    }
    log.append(command.build(), time());
  }

  private boolean deliver() {
    if (delivered >= log.deliveries.end()) {
      return false;
    }
    var delivery = log.deliveries.at(delivered++).value();
    if (delivery != null) {
      devices.forEach(device -> device.deliver(delivery));
    }
    return true;
  }

  /// The faults end, and everything that is under way comes to its end.
  private void calm() {
    while (log.hasZombies()) {
      log.zombieCommits();
    }
    for (int round = 0; round < CALM_ROUNDS_MAX; round++) {
      log.now += 10;
      for (var device : devices) {
        boolean unheard = round % 20 == 0 && !device.unconfirmed.isEmpty();
        if (device.needsAttach() || unheard) {
          device.attach();
        }
        for (int socket = 0; socket < 3; socket++) {
          device.append(socket);
        }
      }
      if (round == QUIET_FAIL_OVER) {
        routing.commit();
        routing.crash();
        if (random.nextBoolean()) {
          devices.forEach(Device::attach);
        } else {
          devices.getFirst().write();
        }
      }
      drain();
      storage.storeEvents(100);
      storage.storeInbox(100, false);
      devices.forEach(device -> device.sync(sync, 100));
      devices.forEach(Device::repair);
      boolean over = devices.stream().allMatch(it -> it.isLive() && !it.isMissing());
      if (over && round > 60 && round % 20 == 19) {
        return;
      }
    }
  }

  private void drain() {
    int still = 0;
    while (still < 4 + PEOPLE) {
      boolean moved =
          switch (still) {
            case 0 -> log.decide();
            case 1 -> {
              log.commit();
              yield routing.session();
            }
            case 2 -> routing.inbox();
            case 3 -> deliver();
            default -> devices.get(still - 4).frame();
          };
      still = moved ? still : still + 1;
    }
  }

  /// I13: what is shown live must be what history says in the end. Compared as it comes, since an
  /// aborted record is decided again with the same content.
  void checkLive(ConversationEvent event) {
    if (event.kind().equals(ConversationEvent.HIDDEN)) {
      return;
    }
    var before = live.putIfAbsent(event.seq(), event);
    require(before == null || before.equals(event), "I13: two contents at seq " + event.seq());
  }

  private void check() {
    var decided = decidedOnce();
    replay(decided);
    for (var event : live.values()) {
      var history = decided.get(event.seq());
      require(
          history != null && ConversationEvent.of(history).equals(event),
          "I13: shown live and not history: seq " + event.seq());
    }
    for (var device : devices) {
      check(device, decided);
    }
  }

  /// I1: each command has one event at most, and the seqs are dense.
  private Map<Long, Event> decidedOnce() {
    var decided = new TreeMap<Long, Event>();
    var ids = new HashSet<List<Object>>();
    for (var entry : log.events.committed(0, log.events.stable())) {
      var event = entry.value();
      if (event != null) {
        var id = List.<Object>of(event.getDevice(), event.getClientMessageId());
        require(ids.add(id), "I1: decided twice: " + event.getClientMessageId());
        require(
            event.getSeq() == decided.size() + 1L, "I3: seq " + event.getSeq() + " out of order");
        decided.put(event.getSeq(), event);
      }
    }
    return decided;
  }

  /// I12: the log decided from its start gives the same bytes.
  private void replay(Map<Long, Event> decided) {
    var task = new DeciderTask(new MemoryState(), 1, 1, "commands");
    var inbox = new ArrayList<Object>();
    var events = new ArrayList<Object>();
    for (var entry : log.commands.committed(0, log.commands.end())) {
      for (var record : Log.decide(task, entry, entry.time())) {
        if (record.topic() == Topic.EVENTS) {
          events.add(record.message());
        } else if (record.topic() == Topic.INBOX) {
          inbox.add(record.message());
        }
      }
    }
    require(events.equals(new ArrayList<Object>(decided.values())), "I12: other events");
    var written = new ArrayList<Object>();
    log.inbox.committed(0, log.inbox.stable()).forEach(entry -> written.add(entry.value()));
    require(inbox.equals(written), "I12: other inbox records");
  }

  private void check(Device device, Map<Long, Event> decided) {
    var entitled = entitled(device.user, decided);
    require(device.isLive() && !device.isMissing(), "I5: never caught up");
    long last = 0;
    for (var event : device.shown) {
      require(event.seq() > last, "I2, I3: shown again or out of order: seq " + event.seq());
      last = event.seq();
      boolean hidden = event.kind().equals(ConversationEvent.HIDDEN);
      require(hidden || entitled.contains(event.seq()), "I4: shown to a stranger: " + last);
      entitled.remove(event.seq());
    }
    require(entitled.isEmpty(), "I1: never shown: " + entitled);
    require(device.received.containsAll(entitled(device.user, decided)), "I5: a gap was left");
    long number = 0;
    for (var event : decided.values()) {
      var id = event.getClientMessageId();
      if (event.getUser().equals(Ids.bytes(device.user)) && id.startsWith("m")) {
        long own = Long.parseLong(id.substring(1));
        require(own > number, "I14: " + id + " after m" + number);
        number = own;
      }
    }
  }

  /// By each event's own seq, worked out apart from the decider.
  private static Set<Long> entitled(UUID user, Map<Long, Event> decided) {
    var id = Ids.bytes(user);
    var entitled = new HashSet<Long>();
    boolean member = false;
    for (var event : decided.values()) {
      boolean in =
          event.getGroupCreated().getMembersList().contains(id)
              || event.getMembersAdded().getUsersList().contains(id);
      boolean out = event.getMembersRemoved().getUsersList().contains(id);
      member |= in;
      if (member) {
        entitled.add(event.getSeq());
      }
      member &= !out;
    }
    return entitled;
  }

  private static void require(boolean holds, String what) {
    if (!holds) {
      throw new AssertionError(what);
    }
  }
}
