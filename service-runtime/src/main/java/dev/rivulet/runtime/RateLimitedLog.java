package dev.rivulet.runtime;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.event.Level;

/// At most one line per second and key, for what a client or an outage could repeat without end.
/// The next line that is let through carries the number of those that were not.
///
/// Keys are few and fixed (a call site, a reason code); beyond [#KEYS_MAX] all others share one.
public final class RateLimitedLog {
  static final int KEYS_MAX = 256;

  private static final long INTERVAL_NANOS = 1_000_000_000L;
  private static final String SHARED_KEY = "other";

  private final Logger log;
  private final LongSupplier nanoTime;
  private final Map<String, Line> lines = new ConcurrentHashMap<>();

  public RateLimitedLog(Logger log) {
    this(log, System::nanoTime);
  }

  RateLimitedLog(Logger log, LongSupplier nanoTime) {
    this.log = log;
    this.nanoTime = nanoTime;
  }

  public void warn(String key, String format, Object... arguments) {
    write(Level.WARN, key, format, arguments);
  }

  public void info(String key, String format, Object... arguments) {
    write(Level.INFO, key, format, arguments);
  }

  private void write(Level level, String key, String format, Object... arguments) {
    if (!log.isEnabledForLevel(level)) {
      return;
    }
    long suppressed = line(key).admit(nanoTime.getAsLong());
    if (suppressed < 0) {
      return;
    }
    var event = log.atLevel(level);
    for (Object argument : arguments) {
      event =
          argument instanceof Throwable thrown
              ? event.setCause(thrown)
              : event.addArgument(argument);
    }
    if (suppressed > 0) {
      event = event.addKeyValue("suppressed", suppressed);
    }
    event.log(format);
  }

  private Line line(String key) {
    boolean room = lines.size() < KEYS_MAX || lines.containsKey(key);
    return lines.computeIfAbsent(room ? key : SHARED_KEY, k -> new Line());
  }

  private static final class Line {
    private boolean written;
    private long lastNanos;
    private long suppressed;

    /// How many were left out since the last line, or -1 if this one is left out too.
    synchronized long admit(long now) {
      if (written && now - lastNanos < INTERVAL_NANOS) {
        suppressed++;
        return -1;
      }
      long left = suppressed;
      written = true;
      lastNanos = now;
      suppressed = 0;
      return left;
    }
  }
}
