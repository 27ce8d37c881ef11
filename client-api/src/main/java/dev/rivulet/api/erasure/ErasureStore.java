package dev.rivulet.api.erasure;

import java.time.Instant;
import java.util.List;
import java.util.UUID;

/// Where wishes to be erased are kept until they are carried out.
interface ErasureStore {
  void insert(Erasure erasure);

  /// Some of them; the others come once these are done.
  List<Erasure> some();

  /// Takes one over until then; false when another process was first.
  boolean lease(Erasure expected, Instant until);

  void done(UUID user);
}
