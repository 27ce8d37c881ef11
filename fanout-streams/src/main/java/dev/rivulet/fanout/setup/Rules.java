package dev.rivulet.fanout.setup;

import dev.rivulet.fanout.decide.RuleSets;
import dev.rivulet.runtime.KafkaConfig;
import dev.rivulet.runtime.OperatorProgram;
import java.util.List;
import java.util.Map;

/// Shows and raises the rule set of an installation: `show`, or `raise [N]`.
public final class Rules {
  private static final String USAGE =
      """
      usage: rules show
             rules raise [N]
      show   the rule set of each partition of commands, and the newest that this build knows
      raise  appends a rules command with N, or the newest, to each partition below it. There is
             no way back, and a fanout that does not know N stops: run the new version everywhere
             first.""";

  private final RulesLog log;

  private Rules(RulesLog log) {
    this.log = log;
  }

  public static void main(String[] args) {
    var words = List.of(args);
    boolean show = words.equals(List.of("show"));
    boolean raise = !words.isEmpty() && words.getFirst().equals("raise") && words.size() <= 2;
    if (!show && !(raise && (words.size() == 1 || words.get(1).matches("[0-9]{1,6}")))) {
      OperatorProgram.usage(words.contains("--help"), USAGE);
    }
    int number = words.size() == 2 ? Integer.parseInt(words.get(1)) : RuleSets.RELEASED.newest();
    OperatorProgram.run(SetupConfig.class, setup -> run(setup.kafka(), show, number));
  }

  private static int run(KafkaConfig kafka, boolean show, int number) {
    var rules = new Rules(new RulesLog(kafka));
    return show ? rules.show() : rules.raise(number);
  }

  private int show() {
    log.present()
        .forEach(
            (partition, number) ->
                System.out.printf("partition %d: rule set %d%n", partition, number));
    System.out.println("this build knows rule sets 1 to " + RuleSets.RELEASED.newest());
    return 0;
  }

  private int raise(int number) {
    if (number < 1 || number > RuleSets.RELEASED.newest()) {
      System.err.printf(
          "this build knows rule sets 1 to %d; fanout would stop at %d%n",
          RuleSets.RELEASED.newest(), number);
      return OperatorProgram.REFUSED;
    }
    var below =
        log.present().entrySet().stream()
            .filter(partition -> partition.getValue() < number)
            .map(Map.Entry::getKey)
            .toList();
    log.append(below, number, "rules-raise");
    System.out.println(
        below.isEmpty()
            ? "every partition has rule set " + number + " or a later one; nothing was appended"
            : "raised to rule set " + number + ": partitions " + below);
    return 0;
  }
}
