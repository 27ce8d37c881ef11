package dev.rivulet.gateway.presence;

import dev.rivulet.runtime.RateLimitedLog;
import dev.rivulet.runtime.RedisConfig;
import dev.rivulet.runtime.Threads;
import io.lettuce.core.ClientOptions;
import io.lettuce.core.ClientOptions.DisconnectedBehavior;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisConnectionException;
import io.lettuce.core.RedisException;
import io.lettuce.core.RedisURI;
import io.lettuce.core.SocketOptions;
import io.lettuce.core.TimeoutOptions;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.async.RedisAsyncCommands;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/// One connection to Redis that may be away: then commands fail at once instead of piling up, and
/// Lettuce reconnects behind the scenes.
public final class RedisLink implements AutoCloseable {
  private static final RateLimitedLog LOG =
      new RateLimitedLog(LoggerFactory.getLogger(RedisLink.class));

  /// Longer than a command's: a cold JVM needs more than that for its first connection.
  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(2);

  private static final long FIRST_CONNECT_PAUSE_MILLIS = 1_000;

  private final RedisClient client;
  private final Duration timeout;
  private final CountDownLatch closed = new CountDownLatch(1);
  private volatile @Nullable StatefulRedisConnection<String, String> connection;

  public RedisLink(RedisConfig config) {
    this.timeout = config.timeout();
    var uri = RedisURI.create(config.uri());
    uri.setTimeout(CONNECT_TIMEOUT);
    this.client = RedisClient.create(uri);
    client.setOptions(options(config));
  }

  /// Connects now, or fails.
  static RedisLink connected(RedisConfig config) {
    var link = new RedisLink(config);
    try {
      link.connection = link.client.connect();
      return link;
    } catch (RedisConnectionException away) {
      link.close();
      throw away;
    }
  }

  private static ClientOptions options(RedisConfig config) {
    return ClientOptions.builder()
        .autoReconnect(true)
        .disconnectedBehavior(DisconnectedBehavior.REJECT_COMMANDS)
        .requestQueueSize(config.requestQueueMax())
        .timeoutOptions(TimeoutOptions.enabled(config.timeout()))
        .socketOptions(SocketOptions.builder().connectTimeout(CONNECT_TIMEOUT).build())
        .build();
  }

  /// Connects in the background and tries until it works.
  public void start() {
    Threads.startVirtual("redis-connect", this::connectFirst);
  }

  private void connectFirst() {
    try {
      while (!connect() && !closed.await(FIRST_CONNECT_PAUSE_MILLIS, TimeUnit.MILLISECONDS)) {
        LOG.warn("away", "Redis is away");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private boolean connect() {
    try {
      connection = client.connect();
      return true;
    } catch (RedisException away) {
      report(away);
      return false;
    }
  }

  /// Sends a command and does not wait.
  void fire(Function<RedisAsyncCommands<String, String>, ? extends CompletionStage<?>> command) {
    var present = connection;
    if (present == null) {
      return;
    }
    try {
      command.apply(present.async()).whenComplete((value, failure) -> report(failure));
    } catch (RedisException refused) {
      report(refused);
    }
  }

  private static void report(@Nullable Throwable failure) {
    if (failure != null) {
      LOG.warn("lost", "Redis did not take a command: {}", failure.toString());
    }
  }

  /// Sends a command and waits for its answer, for the configured time at most.
  ///
  /// @return empty if Redis is away; a null answer cannot be told from that
  <T> Optional<T> ask(Function<RedisAsyncCommands<String, String>, ? extends Future<T>> command) {
    var present = connection;
    if (present == null) {
      return Optional.empty();
    }
    try {
      T answer = command.apply(present.async()).get(timeout.toMillis(), TimeUnit.MILLISECONDS);
      return Optional.ofNullable(answer);
    } catch (RedisException | ExecutionException | TimeoutException away) {
      report(away);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return Optional.empty();
  }

  @Override
  public void close() {
    closed.countDown();
    client.shutdown(Duration.ZERO, Duration.ofSeconds(1));
  }
}
