package dev.rivulet.router;

import dev.rivulet.contracts.log.Position;
import java.util.function.Consumer;

/// Where a task will go on in its partition of the topics, asked when the task starts.
public interface StartPosition {
  /// In `inbox`.
  Position of(int inboxPartition);

  /// Hands over what was written to the partition of `big-members`, to its end.
  ///
  /// Streams restores the store up to what was committed. A place in `inbox` that was committed
  /// with it may lie behind events whose memberships the last instance knew from `inbox` alone:
  /// without them somebody who was removed would go on being delivered to.
  void bigMembers(int inboxPartition, Consumer<byte[]> values);
}
