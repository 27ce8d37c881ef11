package dev.rivulet.sink.store;

import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.DriverException;
import com.datastax.oss.driver.api.core.cql.Statement;
import com.datastax.oss.driver.api.core.servererrors.QueryValidationException;
import dev.rivulet.runtime.Backoff;
import dev.rivulet.runtime.RateLimitedLog;
import dev.rivulet.runtime.ServiceFailure;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/// Statements on their way to Cassandra. For one thread: the one that began it.
public final class Writing {
  private static final RateLimitedLog LOG =
      new RateLimitedLog(LoggerFactory.getLogger(Writing.class));
  private static final Duration FIRST_WAIT = Duration.ofMillis(50);
  private static final Duration LONGEST_WAIT = Duration.ofSeconds(1);

  private final CqlSession session;
  private final Semaphore permits;
  private final Duration outageMax;
  private final AtomicInteger failing;
  private Attempt attempt;

  Writing(
      CqlSession session,
      Semaphore permits,
      Duration outageMax,
      AtomicInteger failing,
      List<Statement<?>> statements)
      throws InterruptedException {
    this.session = session;
    this.permits = permits;
    this.outageMax = outageMax;
    this.failing = failing;
    this.attempt = new Attempt(statements.size());
    attempt.send(statements);
  }

  public boolean isDone() {
    return attempt.isDone();
  }

  /// Waits until everything is stored, sending again what failed.
  public void await() throws InterruptedException {
    if (attempt.await() != null) {
      failing.incrementAndGet();
      try {
        retry();
      } finally {
        failing.decrementAndGet();
      }
    }
  }

  private void retry() throws InterruptedException {
    var backoff = new Backoff(FIRST_WAIT, LONGEST_WAIT, ThreadLocalRandom.current());
    long began = System.nanoTime();
    for (var failure = attempt.await(); failure != null; failure = attempt.await()) {
      if (!mayPass(failure.cause())) {
        throw new IllegalStateException("Cassandra refuses a write", failure.cause());
      }
      if (System.nanoTime() - began > outageMax.toNanos()) {
        throw ServiceFailure.unavailable(
            "Cassandra has not taken a write for %d s: %s"
                .formatted(outageMax.toSeconds(), failure.cause().getMessage()),
            failure.cause());
      }
      LOG.warn("write", "writes are tried again: {}", failure.cause().toString());
      Thread.sleep(backoff.next());
      attempt = new Attempt(failure.statements().size());
      attempt.send(failure.statements());
    }
  }

  /// A statement that Cassandra finds wrong stays wrong; everything else is an outage.
  private static boolean mayPass(Throwable cause) {
    return cause instanceof DriverException && !(cause instanceof QueryValidationException);
  }

  /// What was not stored, and why the last of it was not.
  private record Failure(List<Statement<?>> statements, Throwable cause) {}

  /// Every statement once.
  private final class Attempt {
    private final int count;
    private final Semaphore answered = new Semaphore(0);
    private final Queue<Statement<?>> failed = new ConcurrentLinkedQueue<>();
    private volatile @Nullable Throwable cause;

    Attempt(int count) {
      this.count = count;
    }

    void send(List<Statement<?>> statements) throws InterruptedException {
      for (Statement<?> statement : statements) {
        permits.acquire();
        session.executeAsync(statement).whenComplete((rows, thrown) -> answered(statement, thrown));
      }
    }

    private void answered(Statement<?> statement, @Nullable Throwable thrown) {
      permits.release();
      if (thrown != null) {
        cause = thrown;
        failed.add(statement);
      }
      answered.release();
    }

    boolean isDone() {
      return answered.availablePermits() == count;
    }

    @Nullable Failure await() throws InterruptedException {
      answered.acquire(count);
      answered.release(count);
      var thrown = cause;
      return thrown == null ? null : new Failure(List.copyOf(failed), thrown);
    }
  }
}
