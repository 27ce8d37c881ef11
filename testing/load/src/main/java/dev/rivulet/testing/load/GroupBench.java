package dev.rivulet.testing.load;

import dev.rivulet.client.ClientListener;
import dev.rivulet.client.ClientOptions;
import dev.rivulet.client.Outcome;
import dev.rivulet.client.OutgoingMessage;
import dev.rivulet.client.RivuletClient;
import dev.rivulet.client.api.AccessTokens;
import dev.rivulet.client.api.ChatApi;
import dev.rivulet.client.api.LoggedIn;
import dev.rivulet.client.loop.SerialLoop;
import dev.rivulet.client.store.MemoryStore;
import dev.rivulet.client.transport.JdkTransport;
import dev.rivulet.contracts.Bounds;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.admin.Admin;

/// What a message costs in a group of 100 and in a big one, how long it takes to add everybody to
/// the big one, and which rate it takes while a part of its members is online.
///
/// Members without a session need no account: they are added by commands appended as client-api
/// does it.
final class GroupBench {
  private static final int SMALL = 100;
  private static final int SIGN_UPS_AT_ONCE = 8;

  /// For the bytes of a message.
  private static final int MESSAGES_A_SECOND = 10;

  private static final int SECONDS = 5;
  private static final int RATE_MAX = 640;
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  /// After the last message of a rate that is kept up, everybody has it within this.
  private static final Duration BEHIND_MAX = Duration.ofSeconds(1);

  /// What is still on its way before bytes are counted.
  private static final Duration SETTLE = Duration.ofSeconds(3);

  record Plan(int members, int online, int rate, int seconds) {}

  private final Plan plan;
  private final Target target;
  private final Crowd crowd;
  private final RivuletClient owner;
  private final Growth growth;
  private final MemoryStore store = new MemoryStore();
  private final List<LoggedIn> people = new ArrayList<>();
  private final String run = Long.toString(ThreadLocalRandom.current().nextLong(1L << 40), 36);
  private final JdkTransport transport = JdkTransport.create();

  private GroupBench(Plan plan, Target target, Crowd crowd) {
    this.plan = plan;
    this.target = target;
    this.crowd = crowd;
    var loop = SerialLoop.on(SerialLoop.scheduler("bench", 1));
    var options =
        ClientOptions.of(target.addresses(), transport, loop).withStore(store).withoutReceipts();
    owner = RivuletClient.create(options, new ClientListener() {});
    growth = new Growth(target, owner, store, run);
  }

  static void run(Plan plan, Target target) throws Exception {
    try (var crowd = new Crowd()) {
      var bench = new GroupBench(plan, target, crowd);
      try {
        bench.connect();
        var group = bench.grow();
        bench.attach();
        bench.big(group, bench.small());
      } finally {
        bench.owner.close();
      }
    }
  }

  private void connect() throws Exception {
    owner.signUp("o" + run, "bench-password-" + run).join();
    owner.start();
    owner.live().get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    var api = new ChatApi(transport, target.addresses().api(), new NoTokens());
    var waiting = new ArrayList<CompletableFuture<LoggedIn>>();
    for (int i = 0; i < plan.online(); i++) {
      waiting.add(api.signUp("m" + run + "-" + i, "bench-password-" + run, null, null));
      if (waiting.size() == SIGN_UPS_AT_ONCE || i + 1 == plan.online()) {
        waiting.forEach(one -> people.add(one.join()));
        waiting.clear();
      }
    }
  }

  private void attach() throws Exception {
    long began = System.nanoTime();
    crowd.attach(people, target.addresses().gateways());
    Growth.until("everybody is attached", () -> crowd.attached() >= people.size());
    System.out.printf(
        Locale.ROOT, "%d sessions attached in %.1f s%n", people.size(), seconds(began));
  }

  /// The same part of its members is online as of the big one.
  private long small() throws Exception {
    int online = Math.max(1, SMALL * plan.online() / plan.members());
    var group = growth.grow(SMALL, users(people.subList(0, Math.min(online, people.size()))));
    return bytes(group, SMALL);
  }

  private void big(UUID group, long small) throws Exception {
    long big = bytes(group, plan.members());
    System.out.printf(
        Locale.ROOT,
        "%.2f times the bytes of a group of %d, %.2f bytes per recipient%n",
        (double) big / small,
        SMALL,
        (double) big / plan.members());
    int kept = 0;
    int most = Math.max(plan.rate(), RATE_MAX);
    for (int rate = plan.rate(); rate <= most && rates(group, rate); rate *= 2) {
      kept = rate;
    }
    System.out.printf(
        Locale.ROOT,
        "highest rate kept up: %d messages, %d frames a second%n",
        kept,
        kept * people.size());
  }

  private static List<UUID> users(List<LoggedIn> some) {
    return some.stream().map(LoggedIn::user).toList();
  }

  /// Nobody of them is online yet.
  private UUID grow() throws Exception {
    long began = System.nanoTime();
    var group = growth.grow(plan.members(), users(people));
    System.out.printf(
        Locale.ROOT,
        "%d members added by %d commands of %d and stored in %.1f s%n",
        plan.members() - 1,
        (plan.members() + Bounds.MEMBERS_PER_COMMAND - 2) / Bounds.MEMBERS_PER_COMMAND,
        Bounds.MEMBERS_PER_COMMAND,
        seconds(began));
    return group;
  }

  /// Of all topics and changelogs, as the broker's disk shows it: a message's share.
  private long bytes(UUID group, int members) throws Exception {
    LockSupport.parkNanos(SETTLE.toNanos());
    long before = logBytes();
    var messages = new ArrayList<OutgoingMessage>();
    Pace.run(MESSAGES_A_SECOND, SECONDS, i -> messages.add(owner.send(group, text(i))));
    sent(messages);
    long each = (logBytes() - before) / messages.size();
    System.out.printf(
        Locale.ROOT, "group of %d: %d bytes a message in all topics%n", members, each);
    return each;
  }

  private long logBytes() throws Exception {
    try (var admin = Admin.create(Map.of("bootstrap.servers", target.kafka()))) {
      var brokers = admin.describeCluster().nodes().get().stream().map(node -> node.id()).toList();
      return admin.describeLogDirs(brokers).allDescriptions().get().values().stream()
          .flatMap(directories -> directories.values().stream())
          .flatMap(directory -> directory.replicaInfos().entrySet().stream())
          .filter(replica -> replica.getKey().topic().startsWith(target.topicPrefix()))
          .mapToLong(replica -> replica.getValue().size())
          .sum();
    }
  }

  /// Whether the rate was kept up: everybody had the last message soon after it was sent.
  private boolean rates(UUID group, int rate) throws Exception {
    crowd.follow(group);
    var before = Cpu.now();
    int count = rate * plan.seconds();
    var at = new long[count];
    var messages = new ArrayList<OutgoingMessage>();
    Pace.run(
        rate,
        plan.seconds(),
        i -> {
          at[i] = System.nanoTime();
          messages.add(owner.send(group, text(i)));
        });
    sent(messages);
    var whole = new long[count];
    for (int i = 0; i < count; i++) {
      if (!(messages.get(i).outcome().join() instanceof Outcome.Sent(long seq))) {
        throw new IllegalStateException("not sent: " + messages.get(i).outcome().join());
      }
      Growth.until(
          "everybody has seq " + seq,
          () -> crowd.of(seq).sessions() >= people.size() - crowd.gone());
      whole[i] = crowd.of(seq).lastAt() - at[i];
    }
    int third = count / 3;
    long early = median(Arrays.copyOfRange(whole, 0, third));
    long late = median(Arrays.copyOfRange(whole, count - third, count));
    boolean kept = whole[count - 1] <= BEHIND_MAX.toNanos();
    System.out.printf(
        Locale.ROOT,
        "%d messages a second for %d s (%d frames a second): until everybody has a message, p50 of"
            + " the first third %.0f ms, of the last %.0f ms, the last one %.0f ms; %s%n",
        rate,
        plan.seconds(),
        rate * people.size(),
        early / 1e6,
        late / 1e6,
        whole[count - 1] / 1e6,
        kept ? "kept up" : "not kept up");
    var cpu = new StringBuilder("  CPU seconds:");
    Cpu.now()
        .forEach(
            (name, time) ->
                cpu.append(
                    String.format(
                        Locale.ROOT,
                        " %s %.1f",
                        name,
                        time.minus(before.getOrDefault(name, time)).toMillis() / 1000.0)));
    System.out.println(cpu);
    if (crowd.gone() > 0) {
      System.out.println("  sessions that were ended: " + crowd.gone());
    }
    return kept && crowd.gone() == 0;
  }

  private static String text(int number) {
    return "message " + number + " of the bench, as long as people write: some sixty bytes";
  }

  private static void sent(List<OutgoingMessage> messages) throws Exception {
    var outcomes =
        messages.stream().map(OutgoingMessage::outcome).toArray(CompletableFuture<?>[]::new);
    CompletableFuture.allOf(outcomes).get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
  }

  private static long median(long[] values) {
    Arrays.sort(values);
    return values[values.length / 2];
  }

  private static double seconds(long began) {
    return (System.nanoTime() - began) / 1e9;
  }

  /// For calls that need none.
  private static final class NoTokens implements AccessTokens {
    @Override
    public CompletableFuture<String> current() {
      return CompletableFuture.failedFuture(new IllegalStateException("nobody is logged in"));
    }

    @Override
    public CompletableFuture<String> insteadOf(String refused) {
      return current();
    }
  }
}
