package dev.rivulet.gateway.signal;

import java.io.IOException;
import java.util.Collection;
import java.util.Set;
import java.util.UUID;

/// Says whom one may see.
public interface Acquaintances {
  /// Those of the users whom the holder of the token may see.
  ///
  /// @throws IOException if it cannot be told now
  Set<UUID> of(String token, Collection<UUID> users) throws IOException, InterruptedException;
}
