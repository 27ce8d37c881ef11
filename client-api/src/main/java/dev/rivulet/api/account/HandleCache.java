package dev.rivulet.api.account;

import java.util.UUID;

/// Shows operators which user a handle belongs to; may be lost at any time.
@FunctionalInterface
public interface HandleCache {
  void put(String handle, UUID user);
}
