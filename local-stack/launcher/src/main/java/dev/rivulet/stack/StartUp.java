package dev.rivulet.stack;

import dev.rivulet.servers.ServerException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/// Runs the steps of a start, each as soon as what it needs is there. The first failure aborts the
/// others.
final class StartUp implements AutoCloseable {
  private final ExecutorService threads =
      Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("start-", 0).factory());
  private final Map<Need, CompletableFuture<Void>> provided = new EnumMap<>(Need.class);
  private final List<CompletableFuture<Void>> all = new ArrayList<>();
  private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
  private final Runnable abort;

  /// @param abort run once, when the first step has failed
  StartUp(Runnable abort) {
    this.abort = abort;
  }

  /// A need is met when `step` is done.
  void provide(Need need, Runnable step) {
    provided.put(need, watched(CompletableFuture.runAsync(step, threads)));
  }

  /// Runs `step` when all `needs` are met.
  void after(Set<Need> needs, Runnable step) {
    CompletableFuture<?>[] before =
        needs.stream().map(provided::get).toArray(CompletableFuture<?>[]::new);
    var _ = watched(CompletableFuture.allOf(before).thenRunAsync(step, threads));
  }

  /// Returns when every step is done.
  ///
  /// @throws ServerException the first failure
  void await() {
    try {
      CompletableFuture.allOf(all.toArray(CompletableFuture<?>[]::new)).join();
    } catch (CompletionException e) {
      Throwable first = failure.get();
      if (first instanceof ServerException known) {
        throw known;
      }
      throw new ServerException(String.valueOf(first == null ? e : first.getMessage()), e);
    }
  }

  @Override
  public void close() {
    threads.close();
  }

  private CompletableFuture<Void> watched(CompletableFuture<Void> step) {
    all.add(step);
    return step.whenComplete((_, thrown) -> failed(thrown));
  }

  private void failed(@Nullable Throwable thrown) {
    if (thrown == null) {
      return;
    }
    Throwable cause = thrown instanceof CompletionException ? thrown.getCause() : thrown;
    if (failure.compareAndSet(null, cause)) {
      abort.run();
    }
  }
}
