package dev.rivulet.runtime;

import org.slf4j.bridge.SLF4JBridgeHandler;

/// One log for the process: JSON lines on standard output (see `logback.xml`), into which
/// java.util.logging, and with it the JDK's `System.Logger` that Helidon uses, is led.
public final class Logging {
  private Logging() {}

  /// Called once by the main, before anything logs.
  public static void install() {
    SLF4JBridgeHandler.removeHandlersForRootLogger();
    SLF4JBridgeHandler.install();
  }
}
