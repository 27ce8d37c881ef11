package dev.rivulet.runtime;

import java.util.Map;

/// A started service, as its main, the local stack and tests hold it.
public interface RunningService extends AutoCloseable {
  /// The ports that are open, by name (`admin`, `http`), as they were bound.
  Map<String, Integer> ports();

  /// Stops within seconds and may be called twice.
  @Override
  void close();
}
