package dev.rivulet.runtime;

import java.util.concurrent.ThreadFactory;

/// The one place that makes threads besides mains: each has a name, none keeps the process alive,
/// and what one throws ends the process through the default uncaught exception handler.
public final class Threads {
  private Threads() {}

  /// Platform threads `name-0`, `name-1`, …
  public static ThreadFactory daemon(String name) {
    return Thread.ofPlatform().daemon().name(name + "-", 0).factory();
  }

  /// Virtual threads `name-0`, `name-1`, …
  public static ThreadFactory virtual(String name) {
    return Thread.ofVirtual().name(name + "-", 0).factory();
  }

  /// Starts one platform thread, for a loop that polls or computes for the life of the process.
  public static Thread start(String name, Runnable loop) {
    return Thread.ofPlatform().daemon().name(name).start(loop);
  }

  /// Starts one virtual thread, for work that mostly waits.
  public static Thread startVirtual(String name, Runnable task) {
    return Thread.ofVirtual().name(name).start(task);
  }

  /// A thread that is started by the JVM when the process ends.
  static Thread unstarted(String name, Runnable task) {
    return Thread.ofPlatform().name(name).unstarted(task);
  }
}
