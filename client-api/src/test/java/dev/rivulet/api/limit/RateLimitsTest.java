package dev.rivulet.api.limit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rivulet.api.ManualClock;
import dev.rivulet.api.http.Problem;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RateLimitsTest {
  private static final Budget BUDGET = new Budget("tries", 3, Duration.ofMinutes(1));

  private final ManualClock clock = new ManualClock();
  private final RateLimits limits =
      new RateLimits((_, _) -> Optional.empty(), new LocalCounter(clock));

  @Test
  void aUsedUpBudgetFillsEvenly() {
    use(3);
    clock.pass(Duration.ofSeconds(5));
    assertThatThrownBy(() -> use(1))
        .isInstanceOfSatisfying(
            Problem.class,
            problem -> {
              assertThat(problem.code()).isEqualTo("too-fast");
              assertThat(problem.retryAfter()).isEqualTo(Duration.ofSeconds(15));
            });
    clock.pass(Duration.ofSeconds(15));
    use(1);
    assertThatThrownBy(() -> use(1)).isInstanceOf(Problem.class);
    clock.pass(Duration.ofSeconds(60));
    use(3);
  }

  @Test
  void subjectsAndBudgetsAreApart() {
    use(3);
    limits.use(BUDGET, "bob");
    limits.use(new Budget("other", 1, Duration.ofMinutes(1)), "ann");
  }

  @Test
  void theSharedCountIsTheOneThatCounts() {
    RateLimits shared =
        new RateLimits(
            (_, budget) -> Optional.of(new Use(false, 0, budget.window(), budget.window())),
            new LocalCounter(clock));
    assertThatThrownBy(() -> shared.use(BUDGET, "ann")).isInstanceOf(Problem.class);
  }

  @Test
  void withoutTheSharedCountStrangersGetAShare() {
    Budget many = new Budget("tries", 16, Duration.ofMinutes(1));
    for (int i = 0; i < 16; i++) {
      limits.use(many, "ann");
    }
    Budget strangers = many.ofStrangers();
    limits.use(strangers, "10.0.0.1");
    limits.use(strangers, "10.0.0.1");
    assertThatThrownBy(() -> limits.use(strangers, "10.0.0.1")).isInstanceOf(Problem.class);
  }

  private void use(int times) {
    for (int i = 0; i < times; i++) {
      limits.use(BUDGET, "ann");
    }
  }
}
