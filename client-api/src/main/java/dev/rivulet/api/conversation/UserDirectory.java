package dev.rivulet.api.conversation;

import java.util.Collection;
import java.util.Set;
import java.util.UUID;

/// Who exists.
@FunctionalInterface
public interface UserDirectory {
  /// Those of the given ids that are accounts.
  Set<UUID> existing(Collection<UUID> users);
}
