package dev.rivulet.gateway.command;

import dev.rivulet.contracts.log.Command;
import java.util.Set;

/// The way into topic `commands`.
public interface CommandLog {
  /// The kinds this edge may append: membership is client-api's.
  Set<Command.BodyCase> APPENDABLE = Set.of(Command.BodyCase.SEND_MESSAGE);

  /// Appends; records of one caller keep its order. Whether it worked is told within the configured
  /// time, on a thread that must not be held up.
  ///
  /// A failure may be a late success: the client sends again with the same id and number, which is
  /// then a duplicate with the first one's outcome.
  void append(Command command, Outcome outcome);

  /// What became of one append; one of the two is called once.
  interface Outcome {
    void appended();

    void failed();
  }
}
