package dev.rivulet.client.loop;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Consumer;

/// Runs a client's tasks one after another, in the order in which they were given. All state of a
/// client is touched from here alone, so none of it needs a lock.
public interface EventLoop {
  void execute(Runnable task);

  Timer schedule(Duration delay, Runnable task);

  /// Milliseconds since 1970.
  long millis();

  /// Whether the caller runs on this loop already.
  boolean inside();

  /// Takes a future's result back to this loop.
  default <T> void when(
      CompletableFuture<T> future, Consumer<? super T> value, Consumer<Throwable> failure) {
    var _ =
        future.whenComplete(
            (result, thrown) ->
                execute(
                    () -> {
                      if (thrown == null) {
                        value.accept(result);
                      } else {
                        failure.accept(cause(thrown));
                      }
                    }));
  }

  /// What a future failed of, without the wrapping of [CompletableFuture].
  static Throwable cause(Throwable thrown) {
    var cause = thrown.getCause();
    return thrown instanceof CompletionException && cause != null ? cause : thrown;
  }

  /// A task that has yet to run.
  interface Timer {
    /// Nothing happens when it has run already.
    void cancel();
  }
}
