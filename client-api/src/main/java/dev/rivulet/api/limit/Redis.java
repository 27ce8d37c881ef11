package dev.rivulet.api.limit;

import dev.rivulet.runtime.Backoff;
import dev.rivulet.runtime.RateLimitedLog;
import dev.rivulet.runtime.RedisConfig;
import dev.rivulet.runtime.Threads;
import io.lettuce.core.ClientOptions;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisException;
import io.lettuce.core.RedisFuture;
import io.lettuce.core.RedisURI;
import io.lettuce.core.SocketOptions;
import io.lettuce.core.TimeoutOptions;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.async.RedisAsyncCommands;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/// A connection that may be away: then every question is unanswered at once, and nothing waits or
/// piles up for its return.
public final class Redis implements AutoCloseable {
  private static final RateLimitedLog LOG =
      new RateLimitedLog(LoggerFactory.getLogger(Redis.class));

  /// After a question that took too long none is asked for this time: a Redis that hangs would cost
  /// each request its timeout.
  private static final long PAUSE_NANOS = Duration.ofSeconds(1).toNanos();

  private final RedisClient client;
  private final Duration timeout;
  private final CountDownLatch stop = new CountDownLatch(1);
  private volatile @Nullable StatefulRedisConnection<String, String> connection;
  private volatile long askAgainNanos = System.nanoTime();

  public Redis(RedisConfig config) {
    this.timeout = config.timeout();
    RedisURI uri = RedisURI.create(config.uri());
    uri.setTimeout(config.timeout());
    this.client = RedisClient.create(uri);
    client.setOptions(
        ClientOptions.builder()
            .disconnectedBehavior(ClientOptions.DisconnectedBehavior.REJECT_COMMANDS)
            .requestQueueSize(config.requestQueueMax())
            .socketOptions(SocketOptions.builder().connectTimeout(Duration.ofSeconds(1)).build())
            .timeoutOptions(TimeoutOptions.enabled(config.timeout()))
            .build());
    Threads.start("redis-connect", this::connect);
  }

  /// The answer, or empty when Redis is away, slow or wrong.
  public <T> Optional<T> ask(
      Function<RedisAsyncCommands<String, String>, RedisFuture<T>> question) {
    StatefulRedisConnection<String, String> open = connection;
    if (open == null || askAgainNanos - System.nanoTime() > 0) {
      return Optional.empty();
    }
    try {
      T answer = question.apply(open.async()).get(timeout.toMillis(), TimeUnit.MILLISECONDS);
      return Optional.ofNullable(answer);
    } catch (RedisException | ExecutionException | TimeoutException e) {
      if (!(e instanceof RedisException)) {
        askAgainNanos = System.nanoTime() + PAUSE_NANOS;
      }
      LOG.warn("ask", "redis did not answer: {}", e.toString());
      return Optional.empty();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    }
  }

  /// Says something whose answer nobody waits for; it may be lost.
  public void tell(Function<RedisAsyncCommands<String, String>, RedisFuture<?>> message) {
    StatefulRedisConnection<String, String> open = connection;
    if (open == null) {
      return;
    }
    try {
      message
          .apply(open.async())
          .exceptionally(
              e -> {
                LOG.warn("tell", "redis did not take a message: {}", e.toString());
                return null;
              });
    } catch (RedisException e) {
      LOG.warn("tell", "redis did not take a message: {}", e.toString());
    }
  }

  /// Until the first connection; later ones are Lettuce's own work.
  private void connect() {
    Backoff backoff =
        new Backoff(Duration.ofMillis(200), Duration.ofSeconds(2), RandomGenerator.getDefault());
    try {
      do {
        try {
          connection = client.connect();
          return;
        } catch (RedisException e) {
          LOG.warn("connect", "redis is away: {}", e.toString());
        }
      } while (!stop.await(backoff.next().toMillis(), TimeUnit.MILLISECONDS));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    stop.countDown();
    client.shutdown(Duration.ZERO, Duration.ofSeconds(1));
  }
}
