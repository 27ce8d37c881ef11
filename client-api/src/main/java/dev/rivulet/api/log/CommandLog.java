package dev.rivulet.api.log;

import dev.rivulet.contracts.log.AdminAction;
import dev.rivulet.contracts.log.Command;
import dev.rivulet.contracts.log.PrivacyRecord;
import dev.rivulet.contracts.log.Revocation;
import dev.rivulet.contracts.log.UserRecord;
import java.util.List;
import java.util.UUID;

/// Appends to the log. What was appended when a call returns is durable; when it throws the problem
/// `unavailable`, it may or may not be.
public interface CommandLog {
  /// Commands of one conversation, in their order.
  void append(List<Command> commands);

  void publish(UserRecord user);

  /// There is no such user any more.
  void publishErased(UUID user);

  /// An action of an operator.
  void publish(AdminAction action);

  /// Without waiting: it may be lost, and nobody is told.
  void publishEventually(UserRecord user);

  void publish(Revocation revocation);

  void publish(PrivacyRecord privacy);
}
