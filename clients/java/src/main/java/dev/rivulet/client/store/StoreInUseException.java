package dev.rivulet.client.store;

import java.nio.file.Path;

/// Another client, in this process or another, has the same store open: two of them would use one
/// device's numbers twice.
public final class StoreInUseException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  StoreInUseException(Path directory) {
    super(directory + " is in use by another client");
  }
}
