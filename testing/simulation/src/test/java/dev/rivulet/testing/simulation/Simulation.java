package dev.rivulet.testing.simulation;

import com.google.protobuf.ByteString;
import dev.rivulet.client.Addresses;
import dev.rivulet.contracts.log.Content;
import dev.rivulet.contracts.log.SendMessage;
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
  private static final int STEPS = 520;

  /// One schedule in so many is as long as that, the others half of it.
  private static final int LONG = 3;

  /// One schedule in so many loses the end of a partition of the log.
  private static final int CUT_OFF = 40;

  /// In one schedule of so many the second group becomes big.
  private static final int BIG = 4;

  /// In one of so many one half of the sink is far behind the other.
  private static final int HISTORY_LAGS = 4;

  private static final int CALM_ROUNDS_MAX = 600;
  private static final int PEOPLE = People.DEVICES;
  private static final int EDGES = 2;
  private static final int PAGE_MAX = 100;
  private static final int DRAINING_MAX = 100_000;

  /// Then there is no news, and the router begins behind a transaction's marker.
  private static final int QUIET_FAIL_OVER = 40;

  private static final int QUIET_ROUNDS = 12;
  private static final int CLAIM_ROUNDS_MAX = 900;

  /// Shorter than what a client waits between two looks at its connection: it must not take a leap
  /// of the clock for silence.
  private static final int CLAIM_ROUND_MILLIS = 120;

  private static final Pattern RANDOM_ID =
      Pattern.compile("\\b[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\\b");

  final Mistake mistake;
  final Log log;
  final Api api;
  private final Storage storage;
  private final SplittableRandom random;
  private final List<Routing> routing = new ArrayList<>();
  private final Counting counting;
  private boolean calm;

  /// What is stored of `events` stays as it is, while what is stored of `inbox` goes on.
  private boolean historyLags;

  private final List<Device> devices = new ArrayList<>();
  private final @Nullable Edge[] edges = new Edge[EDGES];
  final Invariants invariants;
  private final Changes changes;
  private long instances;
  private long sessions;

  private Simulation(long seed, Mistake mistake) {
    this.mistake = mistake;
    random = new SplittableRandom(seed);
    log = new Log(mistake);
    storage = new Storage(log, mistake);
    for (int partition = 0; partition < Log.PARTITIONS; partition++) {
      routing.add(new Routing(log, mistake, partition));
    }
    counting = new Counting(log);
    api = new Api(log, storage, counting);
    invariants = new Invariants(log, counting, devices);
    var addresses = Addresses.of("http://api/", "ws://edge/0", "ws://edge/1");
    changes = new Changes(this, chance(BIG));
    for (int number = 0; number < PEOPLE; number++) {
      devices.add(new Device(this, People.user(number), addresses, random.nextLong()));
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

  int index(Device device) {
    return devices.indexOf(device);
  }

  boolean chance(int oneOf) {
    return random.nextInt(oneOf) == 0;
  }

  static Simulation run(long seed, Mistake mistake) {
    var simulation = new Simulation(seed, mistake);
    simulation.changes.begin();
    int steps = simulation.chance(LONG) || simulation.changes.big() ? STEPS : STEPS / 2;
    boolean losesTheEnd = simulation.chance(CUT_OFF);
    int end = losesTheEnd ? simulation.random.nextInt(steps) : steps;
    for (int step = 0; step < end; step++) {
      simulation.step();
    }
    if (losesTheEnd) {
      simulation.loseTheEnd();
    } else {
      simulation.calm();
      simulation.check();
    }
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

  /// The broker's clock; now and then it has been set back.
  long time() {
    return random.nextInt(20) == 0 ? log.now - 5_000 : log.now;
  }

  UUID anyGroup() {
    return People.GROUPS.get(random.nextInt(People.GROUPS.size()));
  }

  private int anyPartition() {
    return random.nextInt(Log.PARTITIONS);
  }

  private Deciding deciding() {
    return log.deciding.get(anyPartition());
  }

  private Routing routing() {
    return routing.get(anyPartition());
  }

  private void step() {
    log.now += 1 + random.nextInt(20);
    var device = devices.get(random.nextInt(PEOPLE));
    var edge = edges[random.nextInt(EDGES)];
    switch (random.nextInt(96)) {
      case 0, 1, 2 -> device.write(anyGroup());
      case 3, 4, 5, 6, 7, 8, 9 -> device.run();
      case 10, 11 -> flow(1 + random.nextInt(8));
      case 12, 13, 14, 15, 16, 17 -> socket(device);
      case 18, 19 -> device.answer(chance(12), 1 + random.nextInt(4));
      case 20, 21 -> device.takeAnswer(random.nextInt(2));
      case 22, 23, 24, 25 -> append(edge);
      case 26, 27, 28 -> announce(edge);
      case 29, 30, 31, 32, 33, 34, 35 -> read(edge);
      case 36, 37, 38, 39, 40, 41 -> deciding().decide();
      case 42, 43, 44 -> deciding().commit();
      case 45 -> rarely(deciding()::abort);
      case 46 -> rarely(() -> deciding().takeOver(chance(3)));
      case 47 -> replaceStopped();
      case 48, 49 -> deciding().zombieDecides();
      case 50 -> deciding().zombieCommits();
      case 51, 52, 53, 54, 55, 56 -> routing().inbox();
      case 57, 58, 59 -> routing().session();
      case 60, 61 -> routing().notice();
      case 62, 63 -> routing().bigMember();
      case 64 -> routing().commit();
      case 65 -> disturb(routing());
      case 66, 67 -> routing().zombieRoutes(random.nextInt(4));
      case 68, 69 -> storage.storeEvents(anyPartition(), 1 + random.nextInt(4), chance(6));
      case 70, 71 -> storage.storeInbox(anyPartition(), 1 + random.nextInt(4), chance(4));
      case 72 -> storage.commitInbox(anyPartition());
      case 73 -> tick();
      case 74 -> disturb(device);
      case 75 -> restartEdge(random.nextInt(EDGES));
      case 76, 77, 78 -> changes.next(device);
      case 79, 80, 81, 82 -> counting.event(anyPartition());
      case 83 -> counting.receipt();
      case 84 -> disturbCounting();
      case 85, 86, 87 -> device.read(anyGroup());
      case 88, 89 -> routing().commit();
      case 90, 91 -> disturb(routing());
      default -> flow(1);
    }
  }

  private void disturb(Routing router) {
    switch (random.nextInt(4)) {
      case 0 -> router.crash();
      case 1 -> router.takeOver();
      case 2 -> router.zombieEnds();
      default -> {
        router.zombieEnds();
        router.crash();
      }
    }
  }

  /// An old version that met rules which it does not know has stopped, until another is started.
  private void replaceStopped() {
    for (var one : log.deciding) {
      if (one.stopped()) {
        one.takeOver(chance(4));
      }
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

  /// The broker comes back without the last commands of a partition, decided ones among them, and
  /// others take their offsets. Nothing is decided there any more, by whatever instance.
  private void loseTheEnd() {
    log.settle();
    for (var one : log.deciding) {
      while (one.decide()) {
        // The next one.
      }
      one.commit();
    }
    int partition = anyPartition();
    var deciding = log.deciding.get(partition);
    var commands = log.commands.get(partition);
    if (deciding.committed() > 0) {
      var before = Replay.Commands.of(commands, deciding.committed());
      long events = log.events.get(partition).end();
      var next = Changes.command(People.GROUPS.get(partition), People.user(0), "later");
      var content = Content.newBuilder().setContent(ByteString.copyFromUtf8("later"));
      var text = SendMessage.newBuilder().setContent(content);
      deciding.cutOff(random.nextLong(deciding.committed()), next.setSendMessage(text).build());
      for (int attempt = 0; attempt < 2; attempt++) {
        deciding.decide();
        deciding.commit();
        deciding.takeOver(false);
      }
      Invariants.require(
          log.events.get(partition).end() == events, () -> "decided in a log that was cut off");
      invariants.checkWhatStands(partition, before);
    }
  }

  /// The faults end, and everything that is under way comes to its end.
  private void calm() {
    calm = true;
    historyLags = chance(HISTORY_LAGS);
    log.settle();
    routing.forEach(Routing::endZombies);
    for (int number = 0; number < EDGES; number++) {
      if (edges[number] == null) {
        edges[number] = edge();
      }
    }
    int quiet = 0;
    for (int round = 0; round < CALM_ROUNDS_MAX && quiet < QUIET_ROUNDS; round++) {
      log.now += 20;
      if (round == QUIET_FAIL_OVER) {
        historyLags = false;
        routing.forEach(Routing::commit);
        routing.forEach(Routing::crash);
        if (random.nextBoolean()) {
          devices.forEach(Device::reconnect);
        } else {
          devices.getFirst().write(anyGroup());
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
    var decided = invariants.decided();
    for (int round = 0; round < CLAIM_ROUNDS_MAX; round++) {
      if (decided.stream().allMatch(one -> invariants.wrongReceipts(one).isEmpty())) {
        return;
      }
      log.now += CLAIM_ROUND_MILLIS;
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
      var _ = deciding().decide();
      var _ = moveOn();
    }
  }

  /// Everything takes one step.
  ///
  /// @return whether there was one to take
  private boolean move() {
    int moves = 0;
    for (int partition = 0; partition < Log.PARTITIONS; partition++) {
      var deciding = log.deciding.get(partition);
      if (deciding.decide()) {
        moves++;
        deciding.commit();
      }
      moves += count(!historyLags && storage.storeEvents(partition, PAGE_MAX, false));
      moves += count(storage.storeInbox(partition, PAGE_MAX, false));
    }
    return moves + moveOn() > 0;
  }

  private int moveOn() {
    int moves = count(counting.receipt(), counting.flush());
    for (int partition = 0; partition < Log.PARTITIONS; partition++) {
      var router = routing.get(partition);
      moves += count(router.inbox(), router.session(), router.notice(), router.bigMember());
      moves += count(counting.event(partition));
    }
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
