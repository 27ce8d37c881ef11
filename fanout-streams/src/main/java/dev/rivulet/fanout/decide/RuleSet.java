package dev.rivulet.fanout.decide;

import dev.rivulet.contracts.Bounds;
import java.util.List;

/// The limits and choices that a decision depends on, under a number that the log itself raises.
///
/// A set is never changed once it was released: a replay decides the commands of its time with it
/// again. What a decision depends on is added as a new set.
public record RuleSet(
    int number,
    int contentBytesMax,
    int membersMax,
    int membersPerCommand,
    int groupNameBytesMax,
    int mentionsMax,
    int mediaMax,
    int intervalsMax,
    // Whether events carry the number of members.
    boolean countsMembers) {

  /// Before any `rules` command.
  static final RuleSet FIRST =
      new RuleSet(1, Bounds.CONTENT_BYTES_MAX, 1_000, 500, 256, 50, 10, 32, false);

  private static final List<RuleSet> ALL =
      List.of(FIRST, new RuleSet(2, Bounds.CONTENT_BYTES_MAX, 10_000, 500, 256, 50, 10, 32, true));

  /// The newest this version knows; new installations begin with it.
  public static int newest() {
    return ALL.getLast().number();
  }

  /// Code that meets a rule set it does not know must not guess: the partition stops there until a
  /// version that knows it runs.
  static RuleSet of(int number) {
    if (number < 1 || number > ALL.size()) {
      throw new UnknownRulesException(number, newest());
    }
    return ALL.get(number - 1);
  }
}
