package dev.rivulet.gateway.presence;

import dev.rivulet.contracts.presence.PresenceQuestion;
import dev.rivulet.gateway.delivery.SlotLeases;
import dev.rivulet.gateway.session.CurrentSlot;
import dev.rivulet.gateway.session.Identity;
import dev.rivulet.gateway.session.PresenceLog;
import dev.rivulet.runtime.Threads;
import io.lettuce.core.RedisFuture;
import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.SetArgs;
import io.lettuce.core.api.async.RedisAsyncCommands;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.IntStream;

/// Writes to Redis who is here, that this gateway lives, and which slot it would like.
public final class RedisPresence implements PresenceLog, SlotLeases, AutoCloseable {
  static final Duration ALIVE = Duration.ofSeconds(10);
  static final Duration RENEW = Duration.ofSeconds(3);
  private static final long WHERE_SECONDS = Duration.ofDays(1).toSeconds();
  private static final Duration SEEN = Duration.ofDays(90);

  /// Removes the device's entry only if it is still that of the session.
  private static final String REMOVE =
      """
      local entry = redis.call('HGET', KEYS[1], ARGV[1])
      if entry and string.find(entry, ARGV[2], 1, true) then
        return redis.call('HDEL', KEYS[1], ARGV[1])
      end
      return 0
      """;

  /// Renews a lease that is ours or nobody's.
  private static final String LEASE =
      """
      local owner = redis.call('GET', KEYS[1])
      if not owner or owner == ARGV[1] then
        redis.call('SET', KEYS[1], ARGV[1], 'PX', ARGV[2])
        return 1
      end
      return 0
      """;

  private static final String GIVE_BACK =
      """
      if redis.call('GET', KEYS[1]) == ARGV[1] then
        return redis.call('DEL', KEYS[1])
      end
      return 0
      """;

  private final RedisLink link;
  private final String instance;
  private final String address;
  private final CurrentSlot slot;
  private final CountDownLatch closed = new CountDownLatch(1);
  private volatile int leased = CurrentSlot.NONE;

  public RedisPresence(RedisLink link, UUID instance, String address, CurrentSlot slot) {
    this.link = link;
    this.instance = instance.toString();
    this.address = address;
    this.slot = slot;
  }

  public void start() {
    Threads.startVirtual("presence", this::renewAll);
  }

  private void renewAll() {
    try {
      do {
        renew();
      } while (!closed.await(RENEW.toMillis(), TimeUnit.MILLISECONDS));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void renew() {
    link.fire(it -> it.set(Keys.gateway(instance), address, SetArgs.Builder.px(ALIVE)));
    // A slot taken while Redis was away is leased once it is back, or the next gateway would take
    // it.
    int wanted = leased == CurrentSlot.NONE ? slot.get() : leased;
    if (wanted != CurrentSlot.NONE) {
      link.fire(leasing(wanted));
    }
  }

  @Override
  public void present(Identity identity) {
    String key = Keys.where(identity.user());
    String entry = entry(identity);
    link.fire(it -> it.hset(key, identity.device().toString(), entry));
    link.fire(it -> it.expire(key, WHERE_SECONDS));
  }

  private String entry(Identity identity) {
    long now = System.currentTimeMillis();
    return new Place(
            instance, address, slot.get(), identity.session().toString(), identity.since(), now)
        .encode();
  }

  @Override
  public void gone(Identity identity) {
    String[] keys = {Keys.where(identity.user())};
    String now = String.valueOf(System.currentTimeMillis());
    String seen = PresenceQuestion.seenKey(identity.user());
    link.fire(it -> it.set(seen, now, SetArgs.Builder.px(SEEN)));
    link.fire(
        it ->
            it.<Long>eval(
                REMOVE,
                ScriptOutputType.INTEGER,
                keys,
                identity.device().toString(),
                identity.session().toString()));
  }

  @Override
  public Suggestion lease(int slots) {
    var order = new ArrayList<>(IntStream.range(0, slots).boxed().toList());
    Collections.shuffle(order);
    for (int candidate : order) {
      Long taken = link.ask(leasing(candidate)).orElse(null);
      if (taken == null) {
        return new Suggestion.Away();
      }
      if (taken == 1) {
        leased = candidate;
        return new Suggestion.Free(candidate);
      }
    }
    return new Suggestion.AllTaken();
  }

  private Function<RedisAsyncCommands<String, String>, RedisFuture<Long>> leasing(int candidate) {
    String[] keys = {Keys.slot(candidate)};
    String millis = String.valueOf(ALIVE.toMillis());
    return it -> it.eval(LEASE, ScriptOutputType.INTEGER, keys, instance, millis);
  }

  @Override
  public void giveBack(int owned) {
    leased = CurrentSlot.NONE;
    String[] keys = {Keys.slot(owned)};
    link.fire(it -> it.<Long>eval(GIVE_BACK, ScriptOutputType.INTEGER, keys, instance));
  }

  /// The gateway is going away by itself: nobody need wait for its keys to expire.
  @Override
  public void close() {
    closed.countDown();
    link.ask(it -> it.del(Keys.gateway(instance)));
  }
}
