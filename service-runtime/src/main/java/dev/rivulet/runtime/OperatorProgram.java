package dev.rivulet.runtime;

import java.time.Duration;
import java.util.function.Supplier;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.RetriableException;

/// Runs what an operator asked for and ends the process with its exit code. What is away or wrong
/// is one line; only a defect is a stack trace, and has an exit code of its own, so that it cannot
/// be taken for an answer.
public final class OperatorProgram {
  /// What was asked for was not done, or not found good; the output says why.
  public static final int REFUSED = 1;

  private OperatorProgram() {}

  /// Returns the exit code.
  @FunctionalInterface
  public interface Work<C> {
    int run(C config) throws InterruptedException;
  }

  /// The same without a configuration.
  @FunctionalInterface
  public interface Step {
    int run() throws InterruptedException;
  }

  public static <C extends Record> void run(Class<C> config, Work<C> work) {
    System.exit(code(() -> work.run(Configuration.load(config))));
  }

  public static void run(Step work) {
    System.exit(code(work));
  }

  // The top of the program's thread.
  @SuppressWarnings("checkstyle:IllegalCatch")
  static int code(Step work) {
    try {
      return work.run();
    } catch (KafkaException away) {
      System.err.println("Kafka does not answer: " + away.getMessage());
      return ServiceFailure.UNAVAILABLE;
    } catch (Exception thrown) {
      var failure = ServiceFailure.of(thrown);
      if (failure.exitCode() == ServiceFailure.BROKEN) {
        thrown.printStackTrace();
      } else {
        System.err.println(failure.getMessage());
      }
      return failure.exitCode();
    }
  }

  /// Asks until there is an answer: whoever restarts a broker watches it from here meanwhile.
  public static <T> T patiently(Supplier<T> ask, Duration between) {
    boolean told = false;
    while (true) {
      try {
        return ask.get();
      } catch (RetriableException away) {
        if (!told) {
          System.err.println("Kafka does not answer, waiting for it: " + away.getMessage());
          told = true;
        }
      }
      pause(between);
    }
  }

  /// Waits a moment; an interrupted program gives up.
  public static void pause(Duration wait) {
    try {
      Thread.sleep(wait);
    } catch (InterruptedException ended) {
      Thread.currentThread().interrupt();
      throw ServiceFailure.unavailable("interrupted", ended);
    }
  }

  /// Prints how a command is used: to standard output if that was asked for, as an error otherwise.
  public static void usage(boolean asked, String text) {
    (asked ? System.out : System.err).println(text);
    System.exit(asked ? 0 : ServiceFailure.USAGE);
  }
}
