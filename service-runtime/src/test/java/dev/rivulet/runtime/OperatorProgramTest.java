package dev.rivulet.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.TimeoutException;
import org.junit.jupiter.api.Test;

class OperatorProgramTest {
  @Test
  void waitsForABrokerThatIsAway() {
    var asked = new AtomicInteger();
    var answer =
        OperatorProgram.patiently(
            () -> {
              if (asked.incrementAndGet() < 3) {
                throw new TimeoutException("restarting");
              }
              return "there";
            },
            Duration.ofMillis(1));
    assertThat(answer).isEqualTo("there");
    assertThat(asked).hasValue(3);
  }

  @Test
  void doesNotWaitForWhatWaitingDoesNotMend() {
    assertThatThrownBy(
            () ->
                OperatorProgram.patiently(
                    () -> {
                      throw new AuthorizationException("not you");
                    },
                    Duration.ofMillis(1)))
        .isInstanceOf(KafkaException.class);
  }

  @Test
  void exitCodeTellsADifferenceFromADefect() {
    assertThat(OperatorProgram.code(() -> OperatorProgram.REFUSED)).isEqualTo(1);
    assertThat(
            OperatorProgram.code(
                () -> {
                  throw new TimeoutException("no broker");
                }))
        .isEqualTo(ServiceFailure.UNAVAILABLE);
    assertThat(
            OperatorProgram.code(
                () -> {
                  throw ServiceFailure.misconfigured("wrong", null);
                }))
        .isEqualTo(ServiceFailure.MISCONFIGURED);
    assertThat(
            OperatorProgram.code(
                () -> {
                  throw new IllegalStateException("the log cannot be like this");
                }))
        .isEqualTo(ServiceFailure.BROKEN);
  }
}
