package dev.rivulet.gateway.presence;

import dev.rivulet.contracts.id.Ids;
import dev.rivulet.runtime.Configuration;
import dev.rivulet.runtime.ConfigurationException;
import dev.rivulet.runtime.RedisConfig;
import io.lettuce.core.KeyScanCursor;
import io.lettuce.core.RedisException;
import io.lettuce.core.ScanArgs;
import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;

/// Prints on which gateways a user's devices are attached: `where USER`, an id or a handle, or
/// `where --all`. What Redis says may lag; the log alone decides deliveries.
public final class Where {
  private static final int USAGE = 64;
  private static final int NOT_FOUND = 1;
  private static final int AWAY = 69;
  private static final int MISCONFIGURED = 78;

  /// A person asks once and can wait; a gateway asks all the time and must not.
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private static final ScanArgs EVERY_USER = ScanArgs.Builder.matches(Keys.WHERE_ALL).limit(500);

  private final RedisLink link;
  private final PrintStream out;

  private Where(RedisLink link, PrintStream out) {
    this.link = link;
    this.out = out;
  }

  public static void main(String[] arguments) {
    System.exit(run(arguments, System.out, System.err));
  }

  private static int run(String[] arguments, PrintStream out, PrintStream err) {
    if (arguments.length != 1 || arguments[0].equals("--help")) {
      boolean asked = arguments.length == 1;
      (asked ? out : err).println("usage: where USER|--all   (USER: an id or a handle)");
      return asked ? 0 : USAGE;
    }
    try (var link = RedisLink.connected(patient(Configuration.load(RedisConfig.class)))) {
      return new Where(link, out).print(arguments[0]);
    } catch (RedisException away) {
      err.println("Redis cannot be reached");
      return AWAY;
    } catch (ConfigurationException wrong) {
      err.println(wrong.getMessage());
      return MISCONFIGURED;
    }
  }

  private static RedisConfig patient(RedisConfig config) {
    return new RedisConfig(config.uri(), PATIENCE, config.requestQueueMax());
  }

  private int print(String who) {
    if (who.equals("--all")) {
      printAll();
      return 0;
    }
    Optional<UUID> user = Ids.parse(who).or(() -> ofHandle(who));
    if (user.isEmpty()) {
      out.println("no user " + who + " is known here");
      return NOT_FOUND;
    }
    if (print(user.get()) == 0) {
      out.println(who + " is not attached");
    }
    return 0;
  }

  private Optional<UUID> ofHandle(String handle) {
    return link.ask(it -> it.hget(Keys.HANDLES, handle)).flatMap(Ids::parse);
  }

  private void printAll() {
    KeyScanCursor<String> cursor = link.ask(it -> it.scan(EVERY_USER)).orElseThrow(Where::away);
    while (true) {
      for (String key : cursor.getKeys()) {
        Ids.parse(Keys.user(key)).ifPresent(this::print);
      }
      if (cursor.isFinished()) {
        return;
      }
      var at = cursor;
      cursor = link.ask(it -> it.scan(at, EVERY_USER)).orElseThrow(Where::away);
    }
  }

  /// One line per device.
  ///
  /// @return how many devices are attached
  private int print(UUID user) {
    Map<String, String> entries =
        link.ask(it -> it.hgetall(Keys.where(user))).orElseThrow(Where::away);
    int attached = 0;
    for (var entry : new TreeMap<>(entries).entrySet()) {
      var place = Place.decode(entry.getValue()).filter(this::lives);
      if (place.isPresent()) {
        out.println(line(user, entry.getKey(), place.get()));
        attached++;
      }
    }
    return attached;
  }

  private boolean lives(Place place) {
    long found = link.ask(it -> it.exists(Keys.gateway(place.gateway()))).orElseThrow(Where::away);
    return found == 1;
  }

  private static String line(UUID user, String device, Place place) {
    return "user %s device %s gateway %s at %s slot %d since %s last-seen %s"
        .formatted(
            user,
            device,
            place.gateway(),
            place.address(),
            place.slot(),
            Instant.ofEpochMilli(place.since()),
            Instant.ofEpochMilli(place.lastSeen()));
  }

  private static RedisException away() {
    return new RedisException("no answer");
  }
}
