package dev.rivulet.fanout.decide;

import java.util.List;
import java.util.stream.Stream;

/// The rule sets that a version of the decider knows, numbered from 1 without a gap.
///
/// Code that meets another one must not guess: the partition stops there until a version that knows
/// it runs.
public record RuleSets(List<RuleSet> all) {
  /// What this version knows.
  public static final RuleSets RELEASED =
      new RuleSets(List.of(RuleSet.FIRST, RuleSet.WITH_CHANGES, RuleSet.WITH_HIDDEN));

  public RuleSets {
    all = List.copyOf(all);
    for (int at = 0; at < all.size(); at++) {
      if (all.get(at).number() != at + 1) {
        throw new IllegalArgumentException("no rule set " + (at + 1) + " in " + all);
      }
    }
  }

  /// The newest; new installations begin with it.
  public int newest() {
    return all.size();
  }

  /// What an older version knew.
  public RuleSets upTo(int number) {
    return new RuleSets(all.subList(0, number));
  }

  /// What a version knows that brings one more.
  public RuleSets and(RuleSet next) {
    return new RuleSets(Stream.concat(all.stream(), Stream.of(next)).toList());
  }

  RuleSet of(int number) {
    if (number < 1 || number > newest()) {
      throw new UnknownRulesException(number, newest());
    }
    return all.get(number - 1);
  }
}
