package dev.rivulet.testing.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.rivulet.fanout.decide.CommandRecord;
import dev.rivulet.fanout.decide.DeciderTask;
import dev.rivulet.fanout.decide.OffsetException;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// `-Dtests.jvm=-Dsimulation.seed=N` runs one schedule again, `-Dsimulation.schedules=N` more of
/// them or fewer.
@NullMarked
final class SimulationTest {
  private static final long FIRST = 1_000_000;
  private static final int SCHEDULES = 2_000;
  private static final int LONG_SCHEDULES = 3_000;
  private static final int AT_ONCE = 64;

  @Test
  @Timeout(value = 5, unit = TimeUnit.MINUTES)
  void everyScheduleKeepsWhatMustAlwaysHold() {
    assertThat(failure(SCHEDULES, Mistake.NONE)).isEmpty();
  }

  @Test
  void sameSeedGivesTheSameSchedule() {
    assertThat(outcome(7)).isEqualTo(outcome(7)).isNotEqualTo(outcome(8));
  }

  private static String outcome(int number) {
    return Simulation.run(FIRST + number, Mistake.NONE).outcome();
  }

  @Test
  void logThatWasCutOffBehindTheStateStopsTheDecider() {
    var task = new DeciderTask(new MemoryState(), 1, 1, "commands");
    var behind = new CommandRecord(0, 5, 0, null, null);
    assertThatExceptionOfType(OffsetException.class)
        .isThrownBy(() -> task.process(behind))
        .withMessage("commands-0: the state expects offset 0 next, the log gives 5");
  }

  @Test
  @Tag("slow")
  @Timeout(value = 120, unit = TimeUnit.MINUTES)
  void manySchedulesKeepWhatMustAlwaysHold() {
    int schedules = Integer.getInteger("simulation.schedules", LONG_SCHEDULES);
    assertThat(failure(schedules, Mistake.NONE)).isEmpty();
  }

  @ParameterizedTest
  @Timeout(value = 5, unit = TimeUnit.MINUTES)
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "NONE")
  void plantedMistakeIsCaught(Mistake mistake) {
    var caught = failure(SCHEDULES, mistake);
    System.out.println(mistake + ": " + caught.orElse("not caught"));
    assertThat(caught).isPresent();
  }

  /// The first schedule that fails, with its seed. As many run at once as there are processors.
  private static Optional<String> failure(int schedules, Mistake mistake) {
    Long given = Long.getLong("simulation.seed");
    long first = given == null ? FIRST : given;
    long end = given == null ? FIRST + schedules : given + 1;
    return LongStream.iterate(first, seed -> seed < end, seed -> seed + AT_ONCE)
        .mapToObj(from -> failure(from, Math.min(end, from + AT_ONCE), mistake))
        .flatMap(Optional::stream)
        .findFirst();
  }

  private static Optional<String> failure(long first, long end, Mistake mistake) {
    return LongStream.range(first, end)
        .parallel()
        .mapToObj(seed -> failure(seed, mistake))
        .flatMap(Optional::stream)
        .findFirst();
  }

  private static Optional<String> failure(long seed, Mistake mistake) {
    try {
      var _ = Simulation.run(seed, mistake);
      return Optional.empty();
    } catch (AssertionError | IllegalStateException | OffsetException failed) {
      return Optional.of("-Dsimulation.seed=" + seed + ": " + failed.getMessage());
    }
  }
}
