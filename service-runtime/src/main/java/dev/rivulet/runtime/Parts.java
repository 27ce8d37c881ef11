package dev.rivulet.runtime;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The started parts of a service, closed in reverse: what was started last may use what was
/// started before it. A part that fails to close does not keep the others open.
public final class Parts implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Parts.class);

  private final Deque<Part> started = new ArrayDeque<>();

  private record Part(String name, AutoCloseable closeable) {}

  /// Runs a service's wiring; if it throws, what it had started is closed.
  public static <S> S assemble(Function<Parts, S> wiring) {
    Parts parts = new Parts();
    boolean assembled = false;
    try {
      S service = wiring.apply(parts);
      assembled = true;
      return service;
    } finally {
      if (!assembled) {
        parts.close();
      }
    }
  }

  /// Remembers a started part and returns it.
  public synchronized <T extends AutoCloseable> T add(String name, T part) {
    started.push(new Part(name, part));
    return part;
  }

  @Override
  public void close() {
    for (Part part = next(); part != null; part = next()) {
      close(part);
    }
  }

  private synchronized @Nullable Part next() {
    return started.poll();
  }

  // Whatever a part throws, the next one is still to be closed.
  @SuppressWarnings("checkstyle:IllegalCatch")
  private static void close(Part part) {
    try {
      part.closeable().close();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      LOG.warn("{} was interrupted while closing", part.name());
    } catch (Exception e) {
      LOG.warn("{} did not close", part.name(), e);
    }
  }
}
