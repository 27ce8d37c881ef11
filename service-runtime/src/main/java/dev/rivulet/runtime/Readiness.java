package dev.rivulet.runtime;

import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.Supplier;

/// Whether this process can do its job, as the conjunction of named checks.
///
/// A check reads a flag that someone else keeps true to the facts: it never waits and does no I/O,
/// because it is asked every second and must answer while everything else hangs. Until the first
/// check is there, the process is starting and not ready.
public final class Readiness {
  private final Map<String, Supplier<CheckResult>> checks = new ConcurrentSkipListMap<>();

  public void add(String name, Supplier<CheckResult> check) {
    if (checks.putIfAbsent(name, check) != null) {
      throw new IllegalArgumentException("check \"" + name + "\" is there already");
    }
  }

  /// Adds a check that is a flag, down for the given reason until it is raised.
  public Flag flag(String name, String reason) {
    Flag flag = new Flag(reason);
    add(name, flag::result);
    return flag;
  }

  /// All checks, asked now, in the order of their names.
  public SortedMap<String, CheckResult> results() {
    SortedMap<String, CheckResult> results = new TreeMap<>();
    checks.forEach((name, check) -> results.put(name, check.get()));
    if (results.isEmpty()) {
      results.put("started", CheckResult.down("starting"));
    }
    return results;
  }

  public boolean isReady() {
    return results().values().stream().allMatch(CheckResult.Up.class::isInstance);
  }

  /// A check's outcome that another thread sets.
  public static final class Flag {
    private volatile CheckResult result;

    private Flag(String reason) {
      this.result = CheckResult.down(reason);
    }

    public void up() {
      result = CheckResult.up();
    }

    public void down(String reason) {
      result = CheckResult.down(reason);
    }

    public CheckResult result() {
      return result;
    }
  }
}
