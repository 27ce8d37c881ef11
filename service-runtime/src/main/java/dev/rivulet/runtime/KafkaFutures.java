package dev.rivulet.runtime;

import java.util.concurrent.ExecutionException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;

/// Waits for what the admin client was asked for.
public final class KafkaFutures {
  private KafkaFutures() {}

  /// The client's own time limit ends it.
  ///
  /// @throws KafkaException what it failed with, or that the thread was interrupted
  public static <T> T await(KafkaFuture<T> future) {
    try {
      return future.get();
    } catch (ExecutionException failed) {
      throw new KafkaException(failed.getCause());
    } catch (InterruptedException ended) {
      Thread.currentThread().interrupt();
      throw new KafkaException(ended);
    }
  }
}
