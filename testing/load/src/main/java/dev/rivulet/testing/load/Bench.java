package dev.rivulet.testing.load;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/// `bench [--rate N] [--seconds N] [--rounds N] [--pairs N]`: latency of the running installation.
/// `bench receipts`, with the same options: from a `read` to the sender's `status`. `bench groups
/// [--members N] [--online N] [--rate N] [--seconds N]`: what a big group costs.
public final class Bench {
  private static final int USAGE = 64;

  private Bench() {}

  public static void main(String[] args) throws Exception {
    var words = new ArrayList<>(List.of(args));
    if (words.contains("--help")) {
      usage();
      return;
    }
    if (words.remove("groups")) {
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

        usage: bench media [--photos FOLDER] [--rounds N]
        What pictures cost and keep; needs no running installation.""");
  }
}
