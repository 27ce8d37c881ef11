package dev.rivulet.media.store;

import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;

/// Objects by key. An object is written whole or not at all, and never changed.
///
/// Every method throws [StoreAway] when the store does not answer or refuses.
public interface ObjectStore {
  /// Writes an object from a file; again is harmless.
  void put(String key, Path file, String mediaType);

  /// `length` bytes of an object from `offset` on.
  ///
  /// @throws MissingObject if there is no such object
  InputStream read(String key, long offset, long length);

  /// Removes an object, if it is there.
  void delete(String key);

  /// The objects whose keys begin with `prefix`, in the order of their keys.
  List<Listed> list(String prefix);

  /// Whether the store can be used now.
  boolean answers();

  record Listed(String key, long bytes, long modifiedMillis) {}

  /// The store cannot be used now.
  final class StoreAway extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public StoreAway(String message, Throwable cause) {
      super(message, cause);
    }
  }

  /// There is no object of this key.
  final class MissingObject extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public MissingObject(String key) {
      super(key);
    }
  }
}
