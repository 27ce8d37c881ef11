package dev.rivulet.api.account;

import java.util.UUID;

/// Takes accounts whose owner wants them gone. When a call returns it will happen, whatever becomes
/// of this process.
@FunctionalInterface
public interface ErasureQueue {
  /// `device`: the one that asked; what is deleted is deleted in its name.
  void add(User user, UUID device);
}
