package dev.rivulet.fanout.decide;

import static dev.rivulet.fanout.decide.Room.createGroup;
import static dev.rivulet.fanout.decide.Room.group;
import static dev.rivulet.fanout.decide.Room.ruleSet;
import static dev.rivulet.fanout.decide.Room.send;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rivulet.contracts.log.Command;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/// The rules are raised while two versions are about: one that knows the new rule set, which is one
/// of this test's own, and one that does not.
class RuleSetsTest {
  private static final UUID GROUP = group(1);
  private static final String LONG = "x".repeat(20);
  private static final RuleSet BRIEF =
      new RuleSet(
          4,
          10,
          1_000,
          500,
          100,
          10,
          10,
          1_000,
          32,
          64,
          Duration.ofHours(1),
          true,
          true,
          true,
          true,
          true);
  private static final RuleSets OLD = RuleSets.RELEASED;
  private static final RuleSets NEW = OLD.and(BRIEF);

  private final List<Command> log =
      List.of(
          ruleSet(3),
          createGroup(GROUP, 1, 2),
          send(GROUP, 1, "a", 1, LONG),
          ruleSet(4),
          send(GROUP, 1, "b", 2, LONG),
          send(GROUP, 1, "c", 3, "short"));

  @Test
  void newRuleSetHoldsFromItsRecordOn() {
    var outcomes = decide(new MemoryStateStore(), NEW, 0, log.size());
    assertThat(outcomes.get(2).event().getRules()).isEqualTo(3);
    assertThat(outcomes.get(4).refusal()).isEqualTo("too-large");
    assertThat(outcomes.get(5).event().getRules()).isEqualTo(4);
  }

  @Test
  void versionThatDoesNotKnowTheRuleSetStopsAtItsRecord() {
    var store = new MemoryStateStore();
    decide(store, OLD, 0, 3);
    assertThatThrownBy(() -> decide(store, OLD, 3, 4))
        .isInstanceOf(UnknownRulesException.class)
        .hasMessageContaining("4");
    // It stays there, and has not passed the record.
    assertThatThrownBy(() -> decide(store, OLD, 3, 4)).isInstanceOf(UnknownRulesException.class);
  }

  @Test
  void versionThatDoesNotKnowTheRuleSetDecidesNothingBehindItsRecord() {
    var store = new MemoryStateStore();
    decide(store, NEW, 0, 4);
    assertThatThrownBy(() -> decide(store, OLD, 4, 5)).isInstanceOf(UnknownRulesException.class);
    assertThat(decide(store, NEW, 4, 5).getFirst().refusal()).isEqualTo("too-large");
  }

  @Test
  void newVersionGoesOnWhereTheOldOneStoppedAsIfItHadDecidedEverything() {
    var alone = bytes(decide(new MemoryStateStore(), NEW, 0, log.size()));
    var store = new MemoryStateStore();
    var both = new ArrayList<>(decide(store, OLD, 0, 3));
    assertThatThrownBy(() -> decide(store, OLD, 3, 4)).isInstanceOf(UnknownRulesException.class);
    both.addAll(decide(store, NEW, 3, log.size()));
    assertThat(bytes(both)).isEqualTo(alone);
  }

  @Test
  void ruleSetsHaveEveryNumber() {
    assertThat(NEW.newest()).isEqualTo(4);
    assertThat(NEW.upTo(3)).isEqualTo(OLD);
    var first = OLD.upTo(1);
    assertThatIllegalArgumentException().isThrownBy(() -> first.and(BRIEF));
  }

  /// One version takes the commands of these offsets.
  private List<Room.Outcome> decide(MemoryStateStore store, RuleSets known, int from, int to) {
    var task = new DeciderTask(store, 1, Room.USER_PARTITIONS, Room.TOPIC, known);
    var outcomes = new ArrayList<Room.Outcome>();
    for (int offset = from; offset < to; offset++) {
      var command = log.get(offset);
      var key = command.getConversation().toByteArray();
      var record = new CommandRecord(0, offset, 1_000 + offset, key, command.toByteArray());
      outcomes.add(new Room.Outcome(task.process(record)));
    }
    return outcomes;
  }

  private static List<List<Object>> bytes(List<Room.Outcome> outcomes) {
    return outcomes.stream()
        .map(outcome -> outcome.records().stream().<Object>map(OutputRecord::message).toList())
        .toList();
  }
}
