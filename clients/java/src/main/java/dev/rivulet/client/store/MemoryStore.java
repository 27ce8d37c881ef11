package dev.rivulet.client.store;

/// For tests and clients that may start anew. Can be handed from one client to the next.
public final class MemoryStore implements ClientStore {
  private final ClientState state = new ClientState();

  @Override
  public ClientState state() {
    return state;
  }

  @Override
  public void save(Change change) {
    state.apply(change);
  }

  @Override
  public void close() {
    // What is kept is kept for the next client.
  }
}
