package dev.rivulet.router;

import dev.rivulet.contracts.log.Position;

/// Where a task will go on in its partition of `inbox`, asked when the task starts.
public interface StartPosition {
  Position of(int inboxPartition);
}
