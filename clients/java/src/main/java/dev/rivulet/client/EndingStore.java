package dev.rivulet.client;

import dev.rivulet.client.store.Change;
import dev.rivulet.client.store.ClientState;
import dev.rivulet.client.store.ClientStore;
import java.io.UncheckedIOException;
import java.util.function.Consumer;

/// A store whose failure ends the client: one that goes on without remembering would use numbers
/// twice and show events again.
final class EndingStore implements ClientStore {
  private final ClientStore store;
  private final Consumer<UncheckedIOException> failure;

  EndingStore(ClientStore store, Consumer<UncheckedIOException> failure) {
    this.store = store;
    this.failure = failure;
  }

  @Override
  public ClientState state() {
    return store.state();
  }

  @Override
  public void save(Change change) {
    try {
      store.save(change);
    } catch (UncheckedIOException diskFullOrGone) {
      failure.accept(diskFullOrGone);
      throw diskFullOrGone;
    }
  }

  @Override
  public void close() {
    store.close();
  }
}
