package dev.rivulet.gateway.session;

/// The clocks of sessions.
public interface SessionTime {
  SessionTime SYSTEM =
      new SessionTime() {
        @Override
        public long nanos() {
          return System.nanoTime();
        }

        @Override
        public long millis() {
          return System.currentTimeMillis();
        }
      };

  /// For differences alone, as of `System.nanoTime()`.
  long nanos();

  /// Milliseconds since 1970.
  long millis();
}
