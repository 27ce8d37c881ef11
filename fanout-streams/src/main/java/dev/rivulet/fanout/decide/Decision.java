package dev.rivulet.fanout.decide;

import dev.rivulet.contracts.RefusalCode;
import dev.rivulet.contracts.log.Command;
import dev.rivulet.contracts.log.Event;

/// What a record of `commands` led to. A new case fails to compile wherever nobody decided what to
/// do with it.
public sealed interface Decision {
  /// It happens. State changes only by applying this.
  record Accept(Command command, Event event) implements Decision {}

  /// Decided before. The sender is told the first outcome once more; `takesNumber` when the device
  /// sent the same id under its next number, which is then used up.
  record Repeat(Command command, FirstOutcome first, boolean takesNumber) implements Decision {}

  /// Does not happen. `decided` refusals use up the number and are remembered; the others (numbers
  /// out of order, an asker who was never a member) leave no trace in the state.
  record Refuse(Command command, RefusalCode code, long next, boolean decided)
      implements Decision {}

  /// The partition has a new rule set, or had this or a higher one already.
  record Rules(int number) implements Decision {}

  /// Can never be read, whoever reads it and whenever.
  record Unreadable(String reason) implements Decision {}

  /// How a client message id was decided the first time.
  sealed interface FirstOutcome {
    record Accepted(long seq) implements FirstOutcome {}

    record Refused(String code) implements FirstOutcome {}
  }
}
