package dev.rivulet.client.store;

/// Where a device keeps what it must not forget. Used by one client at a time, from one thread.
public interface ClientStore extends AutoCloseable {
  /// What was saved so far; the store keeps it up to date, the caller only reads.
  ClientState state();

  /// On return the change survives the end of this process.
  void save(Change change);

  @Override
  void close();
}
