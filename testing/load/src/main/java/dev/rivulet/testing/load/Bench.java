package dev.rivulet.testing.load;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/// `bench [--rate N] [--seconds N] [--rounds N] [--pairs N]`: latency of the running installation.
/// `bench receipts`, with the same options: from a `read` to the sender's `status`. `bench groups
/// [--members N] [--online N] [--rate N] [--seconds N]`: what a big group costs. `bench
/// connections`, `fanout`, `stalled` and `storm`: what sessions cost a gateway, and what it bears.
public final class Bench {
  private static final int USAGE = 64;

  private Bench() {}

  public static void main(String[] args) throws Exception {
    var words = new ArrayList<>(List.of(args));
    if (words.contains("--help")) {
      usage();
      return;
    }
    if (words.remove("connections")) {
      ConnectionBench.run(plan(words, Bench::connections), Target.fromEnvironment());
    } else if (words.remove("fanout")) {
      FanoutBench.run(plan(words, Bench::fanout), Target.fromEnvironment());
    } else if (words.remove("stalled")) {
      StallBench.run(plan(words, Bench::stalled), Target.fromEnvironment());
    } else if (words.remove("storm")) {
      StormBench.run(plan(words, Bench::storm), Target.fromEnvironment());
    } else if (words.remove("groups")) {
      GroupBench.run(plan(words, Bench::groups), Target.fromEnvironment());
    } else if (words.remove("receipts")) {
      ReceiptBench.run(plan(words, Bench::receipts), Target.fromEnvironment());
    } else {
      LatencyBench.run(plan(words, Bench::latency), Target.fromEnvironment());
    }
    System.exit(0);
  }

  private static LatencyBench.Plan latency(List<String> words) {
    return new LatencyBench.Plan(
        option(words, "--rate", 200),
        option(words, "--seconds", 15),
        option(words, "--rounds", 3),
        option(words, "--pairs", 20),
        option(words, "--warm-up", 20));
  }

  private static ReceiptBench.Plan receipts(List<String> words) {
    return new ReceiptBench.Plan(
        option(words, "--rate", 100),
        option(words, "--seconds", 10),
        option(words, "--rounds", 3),
        option(words, "--pairs", 10),
        option(words, "--warm-up", 20));
  }

  private static GroupBench.Plan groups(List<String> words) {
    return new GroupBench.Plan(
        option(words, "--members", 10_000),
        option(words, "--online", 2_000),
        option(words, "--rate", 10),
        option(words, "--seconds", 20));
  }

  private static ConnectionBench.Plan connections(List<String> words) {
    return new ConnectionBench.Plan(
        option(words, "--few", 2_000),
        option(words, "--sessions", 10_000),
        option(words, "--seconds", 60));
  }

  private static FanoutBench.Plan fanout(List<String> words) {
    return new FanoutBench.Plan(
        option(words, "--members", 1_000),
        option(words, "--messages", 500),
        option(words, "--bytes", 200));
  }

  private static StallBench.Plan stalled(List<String> words) {
    return new StallBench.Plan(
        option(words, "--sessions", 5_000),
        option(words, "--stalled", 1_000),
        option(words, "--rate", 4),
        option(words, "--bytes", 8_000),
        option(words, "--seconds", 8));
  }

  private static StormBench.Plan storm(List<String> words) {
    return new StormBench.Plan(option(words, "--sessions", 10_000), option(words, "--seconds", 10));
  }

  /// What the options say; ends the program if they say nothing that is understood.
  private static <P> P plan(List<String> words, Function<List<String>, P> read) {
    try {
      P plan = read.apply(words);
      if (!words.isEmpty()) {
        throw new IllegalArgumentException("not understood: " + String.join(" ", words));
      }
      return plan;
    } catch (IllegalArgumentException wrong) {
      System.err.println("bench: " + wrong.getMessage());
      System.exit(USAGE);
      throw wrong;
    }
  }

  private static int option(List<String> words, String name, int otherwise) {
    int at = words.indexOf(name);
    if (at < 0) {
      return otherwise;
    }
    if (at + 1 >= words.size() || !words.get(at + 1).matches("[1-9][0-9]{0,5}")) {
      throw new IllegalArgumentException(name + " takes a positive number");
    }
    int value = Integer.parseInt(words.get(at + 1));
    words.subList(at, at + 2).clear();
    return value;
  }

  private static void usage() {
    System.out.println(
        """
        usage: bench [--rate N] [--seconds N] [--rounds N] [--pairs N] [--warm-up SECONDS]
        Sends messages between pairs of people at a rate (per second, all pairs together) through
        the running installation, in turns with a raw Kafka relay of as many hops on the same
        broker, and prints p50 and p90 of both in microseconds, their ratio, where the time goes
        and the CPU seconds of each process.

        usage: bench receipts [--rate N] [--seconds N] [--rounds N] [--pairs N] [--warm-up SECONDS]
        Prints how long it takes from the `read` frame of one of a pair to the `status` of the
        other, next to a raw relay of as many hops: for messages older than a second, and for such
        as are read when they arrive, before their event is committed.

        usage: bench groups [--members N] [--online N] [--rate N] [--seconds N]
        Prints the bytes in all topics of a message in a group of 100 and in one of 10,000, how
        long it takes to add everybody, and the rates at which 2,000 of them, online, get all
        messages without falling behind: from --rate, doubled until it is not kept up.

        usage: bench connections [--few N] [--sessions N] [--seconds N]
        Prints the gateway's live heap per idle attached session, as the slope from --few to
        --sessions after full collections, and its CPU per session while all idle.

        usage: bench fanout [--members N] [--messages N] [--bytes N]
        Prints the deliveries per second of one gateway's CPU from one sender to all members, next
        to a plain loop that writes the same frames to as many sockets, and the bytes of each, in
        both sub-protocols.

        usage: bench stalled [--sessions N] [--stalled N] [--rate N] [--bytes N] [--seconds N]
        Some of the sessions of a group stop to read: prints what that does to the others' latency,
        when the stalled are cut, and the heap that each takes.

        usage: bench storm [--sessions N] [--seconds N]
        Kills one of two gateways (./rivulet scale edge-gateway=2 first): prints how long until all
        of its clients are attached again and synced, what they were answered meanwhile, and the
        latency of those at the other gateway before and after.

        usage: bench media [--photos FOLDER] [--rounds N]
        What pictures cost and keep; needs no running installation.""");
  }
}
