package dev.rivulet.runtime;

import java.time.Duration;

/// How to reach Redis, and the bounds that keep a dead Redis from holding anything up: Lettuce
/// would queue commands without limit and wait for a minute.
@Section("redis")
public record RedisConfig(
    @Doc("Address with password: redis://:PASSWORD@HOST:PORT") @Secret String uri,
    @Doc("Longest wait for one command") @Default("250ms") Duration timeout,
    @Doc("Most commands waiting for an answer or a connection") @Default("1000")
        int requestQueueMax) {
  public RedisConfig {
    if (!uri.startsWith("redis://") && !uri.startsWith("rediss://")) {
      throw new IllegalArgumentException("uri does not begin with redis:// or rediss://");
    }
    Require.positive("timeout", timeout);
    Require.positive("request-queue-max", requestQueueMax);
  }

  @Override
  public String toString() {
    return Configuration.printable(this).toString();
  }
}
