package dev.rivulet.fanout.setup;

import dev.rivulet.runtime.Configuration;
import dev.rivulet.runtime.ConfigurationException;
import dev.rivulet.runtime.KafkaConfig;
import dev.rivulet.runtime.ServiceFailure;
import java.time.Duration;
import java.util.function.Supplier;
import java.util.function.ToIntFunction;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.RetriableException;

/// Runs what an operator asked for and ends the process with its exit code: a failure is one line,
/// not a stack trace.
public final class OperatorProgram {
  /// What was asked for was not done; the output says why.
  public static final int REFUSED = 1;

  private OperatorProgram() {}

  public static void run(ToIntFunction<KafkaConfig> work) {
    System.exit(code(work));
  }

  private static int code(ToIntFunction<KafkaConfig> work) {
    try {
      return work.applyAsInt(Configuration.load(SetupConfig.class).kafka());
    } catch (ConfigurationException wrong) {
      System.err.println(wrong.getMessage());
      return ServiceFailure.MISCONFIGURED;
    } catch (ServiceFailure failure) {
      System.err.println(failure.getMessage());
      return failure.exitCode();
    } catch (KafkaException away) {
      System.err.println("Kafka does not answer: " + away.getMessage());
      return ServiceFailure.UNAVAILABLE;
    }
  }

  /// Asks until there is an answer: whoever restarts a broker watches it from here meanwhile.
  static <T> T patiently(Supplier<T> ask, Duration between) {
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
