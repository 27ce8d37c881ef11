package dev.rivulet.api.store;

/// One statement. `name` is how metrics call it; `kind` says what a retry may do.
public record Query(String name, String cql, Kind kind) {
  /// What running a statement twice means.
  public enum Kind {
    /// May be sent again by the driver.
    IDEMPOTENT,
    /// A lightweight transaction: sent once, its outcome is `[applied]`.
    CONDITIONAL,
    /// A read that finishes transactions under way, to learn their outcome.
    SERIAL
  }

  public static Query idempotent(String name, String cql) {
    return new Query(name, cql, Kind.IDEMPOTENT);
  }

  public static Query conditional(String name, String cql) {
    return new Query(name, cql, Kind.CONDITIONAL);
  }

  public static Query serial(String name, String cql) {
    return new Query(name, cql, Kind.SERIAL);
  }
}
