package dev.rivulet.testing.simulation;

import dev.rivulet.client.Addresses;
import dev.rivulet.contracts.id.Ids;
import dev.rivulet.contracts.log.Actor;
import dev.rivulet.contracts.log.AddMembers;
import dev.rivulet.contracts.log.ChangeRules;
import dev.rivulet.contracts.log.Command;
import dev.rivulet.contracts.log.CreateGroup;
import dev.rivulet.contracts.log.RemoveMembers;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// One schedule: everything that happens, and in which order, follows from the seed.
final class Simulation {
  static final UUID GROUP = new UUID(0x7777_0000_0000_4000L, 0x8000_0000_0000_0001L);
  private static final int STEPS = 450;
  private static final int CALM_ROUNDS_MAX = 600;
  private static final int PEOPLE = 4;
  private static final int EDGES = 2;
  private static final int PAGE_MAX = 100;
  private static final int DRAINING_MAX = 100_000;

  /// Then there is no news, and the router begins behind a transaction's marker.
  private static final int QUIET_FAIL_OVER = 40;

  private static final int QUIET_ROUNDS = 12;
  private static final int CLAIM_ROUNDS_MAX = 300;
  private static final Pattern RANDOM_ID =
      Pattern.compile("\\b[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\\b");

  final Mistake mistake;
  final Log log;
  final Api api;
  private final Storage storage;
  private final SplittableRandom random;
  private final Routing routing;
  private final Counting counting;
  private boolean calm;
  private final List<Device> devices = new ArrayList<>();
  private final @Nullable Edge[] edges = new Edge[EDGES];
  final Invariants invariants;
  private long changes;
  private long instances;
  private long sessions;

  private Simulation(long seed, Mistake mistake) {
    this.mistake = mistake;
    random = new SplittableRandom(seed);
    log = new Log(mistake);
    storage = new Storage(log, mistake);
    routing = new Routing(log, mistake);
    counting = new Counting(log);
    api = new Api(log, storage, counting);
    invariants = new Invariants(log, counting, devices);
    var addresses = Addresses.of("http://api/", "ws://edge/0", "ws://edge/1");
    for (int number = 0; number < PEOPLE; number++) {
      devices.add(new Device(this, user(number), addresses, random.nextLong()));
    }
    for (int number = 0; number < EDGES; number++) {
      edges[number] = edge();
    }
  }

  private Edge edge() {
    return new Edge(this, new UUID(0x6666_0000_0000_4000L, ++instances), anySlot());
  }

  /// As when nobody knows which are free.
  int anySlot() {
    return random.nextInt(Log.SLOTS);
  }

  UUID sessionId() {
    return new UUID(0x5555_0000_0000_4000L, ++sessions);
  }

  long nanos() {
    return log.now * 1_000_000;
  }

  /// Whether what nobody waits for gets lost.
  boolean loses() {
    return !calm && chance(6);
  }

  boolean chance(int oneOf) {
    return random.nextInt(oneOf) == 0;
  }

  static Simulation run(long seed, Mistake mistake) {
    var simulation = new Simulation(seed, mistake);
    simulation.begin();
    for (int step = 0; step < STEPS; step++) {
      simulation.step();
    }
    simulation.calm();
    simulation.check();
    return simulation;
  }

  /// What was written and shown. The ids that a client draws at random are told by the order in
  /// which they come.
  String outcome() {
    var told = new StringBuilder();
    for (var topic : log.deliveries) {
      for (long offset = 0; offset < topic.end(); offset++) {
        told.append(topic.at(offset).value());
      }
    }
    devices.forEach(device -> told.append(device.shown));
    var known = new HashMap<String, String>();
    return RANDOM_ID
        .matcher(told)
        .replaceAll(id -> known.computeIfAbsent(id.group(), _ -> "id" + known.size()));
  }

  private static UUID user(int number) {
    return new UUID(0x1111_2222_3333_4000L, 0x8000_0000_0000_0000L | number);
  }

  static Command.Builder command(UUID user, String id) {
    var actor = Actor.newBuilder().setUser(Ids.bytes(user)).setDevice(Ids.bytes(user));
    return Command.newBuilder()
        .setConversation(Ids.bytes(GROUP))
        .setActor(actor)
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
    log.now += 1 + random.nextInt(20);
    var device = devices.get(random.nextInt(PEOPLE));
    var edge = edges[random.nextInt(EDGES)];
    switch (random.nextInt(67)) {
      case 0, 1, 2 -> device.write();
      case 3, 4, 5, 6, 7, 8, 9 -> device.run();
      case 10, 11 -> flow(1 + random.nextInt(8));
      case 12, 13, 14, 15, 16, 17 -> socket(device);
      case 18, 19 -> device.answer(chance(12), 1 + random.nextInt(4));
      case 20, 21 -> device.takeAnswer(random.nextInt(2));
      case 22, 23, 24, 25 -> append(edge);
      case 26, 27, 28 -> announce(edge);
      case 29, 30, 31, 32, 33 -> read(edge);
      case 34, 35, 36, 37 -> log.decide();
      case 38, 39 -> log.commit();
      case 40 -> rarely(log::abort);
      case 41 -> rarely(log::takeOver);
      case 42 -> log.zombieDecides();
      case 43 -> log.zombieCommits();
      case 44, 45, 46 -> routing.inbox();
      case 47, 48 -> routing.session();
      case 49 -> routing.notice();
      case 50 -> routing.commit();
      case 51 -> rarely(routing::crash);
      case 52 -> storage.storeEvents(1 + random.nextInt(4), chance(6));
      case 53 -> storage.storeInbox(1 + random.nextInt(4), chance(4));
      case 54 -> storage.commitInbox();
      case 55 -> tick();
      case 56 -> disturb(device);
      case 57 -> restartEdge(random.nextInt(EDGES));
      case 58, 59 -> change(device);
      case 60, 61, 62 -> counting.event();
      case 63 -> counting.receipt();
      case 64 -> disturbCounting();
      case 65, 66 -> device.read();
      default -> throw new IllegalStateException();
    }
  }

  private void disturbCounting() {
    switch (random.nextInt(8)) {
      case 0 -> counting.restore(false);
      case 1 -> counting.restore(true);
      case 2 -> rarely(counting::beginAnew);
      case 3, 4 -> counting.checkpoint();
      default -> counting.flush();
    }
  }

  private void rarely(Runnable fault) {
    if (chance(2)) {
      fault.run();
    }
  }

  /// One of the device's connections, the newest or one that it has left.
  private void socket(Device device) {
    var sockets = device.sockets();
    if (!sockets.isEmpty()) {
      var socket = sockets.get(random.nextInt(sockets.size()));
      switch (random.nextInt(3)) {
        case 0 -> socket.open(at(socket));
        case 1 -> socket.edgeReads();
        default -> socket.clientReads();
      }
    }
  }

  private @Nullable Edge at(Socket socket) {
    return edges[Integer.parseInt(socket.address().getPath().substring(1))];
  }

  private void append(@Nullable Edge edge) {
    if (edge != null) {
      boolean told = !chance(25);
      edge.append(told, told || chance(2));
    }
  }

  private void announce(@Nullable Edge edge) {
    if (edge != null) {
      edge.announce(chance(8));
    }
  }

  private static void read(@Nullable Edge edge) {
    if (edge != null) {
      edge.read();
    }
  }

  private void tick() {
    devices.forEach(device -> device.sockets().forEach(socket -> socket.tick(nanos())));
  }

  private void disturb(Device device) {
    switch (random.nextInt(4)) {
      case 0 -> device.restart();
      case 1 -> device.reconnect();
      default ->
          device.sockets().stream().skip(random.nextInt(2)).findFirst().ifPresent(Socket::cut);
    }
  }

  /// Killed, or started in the place of one that was: its slot may be another's.
  private void restartEdge(int number) {
    var edge = edges[number];
    if (edge == null) {
      edges[number] = edge();
    } else if (chance(2)) {
      edges[number] = null;
      edge.kill(chance(2));
      boolean noticed = chance(2);
      for (var device : devices) {
        device.sockets().stream()
            .filter(socket -> socket.isAt(edge))
            .forEach(socket -> socket.killEdge(noticed));
      }
    }
  }

  /// Membership of the last person changes, or the rules do.
  private void change(Device device) {
    if (chance(2)) {
      return;
    }
    changes++;
    if (changes == 2) {
      var rules = ChangeRules.newBuilder().setNumber(2);
      log.append(command(user(0), "rules").setChangeRules(rules).build(), time());
      return;
    }
    var command = command(user(0), "change" + changes);
    int who = chance(2) ? PEOPLE - 1 : 1 + devices.indexOf(device) % (PEOPLE - 1);
    var subject = Ids.bytes(user(who));
    if (random.nextBoolean()) {
      command.setAddMembers(AddMembers.newBuilder().addUsers(subject));
    } else {
      command.setRemoveMembers(RemoveMembers.newBuilder().addUsers(subject));
    }
    log.append(command.build(), time());
  }

  /// The faults end, and everything that is under way comes to its end.
  private void calm() {
    calm = true;
    log.commit();
    while (log.hasZombies()) {
      log.zombieCommits();
    }
    for (int number = 0; number < EDGES; number++) {
      if (edges[number] == null) {
        edges[number] = edge();
      }
    }
    int quiet = 0;
    for (int round = 0; round < CALM_ROUNDS_MAX && quiet < QUIET_ROUNDS; round++) {
      log.now += 20;
      if (round == QUIET_FAIL_OVER) {
        routing.commit();
        routing.crash();
        if (random.nextBoolean()) {
          devices.forEach(Device::reconnect);
        } else {
          devices.getFirst().write();
        }
      }
      tick();
      drain();
      boolean over = storage.isUpToDate() && devices.stream().allMatch(Device::isQuiet);
      quiet = over && round > QUIET_FAIL_OVER ? quiet + 1 : 0;
    }
    Invariants.require(quiet == QUIET_ROUNDS, () -> "I5: never caught up: " + devices);
    awaitReceipts();
  }

  /// A claim that was lost is repeated after a while.
  private void awaitReceipts() {
    var decided = invariants.decidedOnce();
    for (int round = 0; round < CLAIM_ROUNDS_MAX; round++) {
      if (invariants.wrongReceipts(decided).isEmpty()) {
        return;
      }
      log.now += 350;
      tick();
      drain();
    }
  }

  private void drain() {
    int moves = 0;
    while (move()) {
      moves++;
      Invariants.require(moves < DRAINING_MAX, () -> "it never ends: " + devices);
    }
  }

  /// Everything but the sink and the commits takes some steps: what was sent comes through, and
  /// what is asked for is not stored yet.
  private void flow(int steps) {
    for (int step = 0; step < steps; step++) {
      log.now += 1 + random.nextInt(8);
      var _ = log.decide();
      var _ = moveOn();
    }
  }

  /// Everything takes one step.
  ///
  /// @return whether there was one to take
  private boolean move() {
    int moves = log.decide() ? 1 : 0;
    log.commit(moves > 0);
    moves += count(storage.storeEvents(PAGE_MAX, false), storage.storeInbox(PAGE_MAX, false));
    return moves + moveOn() > 0;
  }

  private int moveOn() {
    int moves = count(routing.inbox(), routing.session(), routing.notice());
    moves += count(counting.event(), counting.receipt(), counting.flush());
    for (var edge : edges) {
      if (edge != null) {
        moves += count(edge.append(true, true), edge.announce(false), edge.read());
      }
    }
    for (var device : devices) {
      moves += count(device.run(), device.answer(false, PAGE_MAX), device.takeAnswer(0));
      for (var socket : device.sockets()) {
        moves += count(socket.open(at(socket)), socket.edgeReads());
        moves += count(socket.clientReads(), socket.endsUnanswered());
      }
    }
    return moves;
  }

  private static int count(boolean... moved) {
    int count = 0;
    for (boolean one : moved) {
      count += one ? 1 : 0;
    }
    return count;
  }

  private void check() {
    invariants.check(Stream.of(edges).filter(Objects::nonNull).mapToLong(Edge::sessions).sum());
  }
}
