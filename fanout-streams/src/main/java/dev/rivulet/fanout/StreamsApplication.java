package dev.rivulet.fanout;

import dev.rivulet.runtime.CheckResult;
import dev.rivulet.runtime.Readiness;
import dev.rivulet.runtime.ServiceFailure;
import dev.rivulet.runtime.Threads;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.kafka.KafkaStreamsMetrics;
import java.time.Duration;
import java.util.Properties;
import org.apache.kafka.streams.CloseOptions;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse;

/// One running topology. Anything that stops a stream thread ends the process with one line: it is
/// started again from the log, which mends what a thread of its own could not judge.
public final class StreamsApplication implements AutoCloseable {
  private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(8);

  private final String name;
  private final KafkaStreams streams;
  private final KafkaStreamsMetrics metrics;

  private StreamsApplication(String name, KafkaStreams streams, KafkaStreamsMetrics metrics) {
    this.name = name;
    this.streams = streams;
    this.metrics = metrics;
  }

  public static StreamsApplication start(
      String name,
      Topology topology,
      Properties settings,
      Readiness readiness,
      MeterRegistry registry) {
    var streams = new KafkaStreams(topology, settings);
    var metrics = new KafkaStreamsMetrics(streams);
    var application = new StreamsApplication(name, streams, metrics);
    streams.setUncaughtExceptionHandler(application::failed);
    readiness.add(
        name, () -> CheckResult.upIf(streams.state() == KafkaStreams.State.RUNNING, "not-running"));
    streams.start();
    metrics.bindTo(registry);
    return application;
  }

  private StreamThreadExceptionResponse failed(Throwable failure) {
    var cause = rootOf(failure);
    var line =
        "%s stopped: %s: %s".formatted(name, cause.getClass().getSimpleName(), cause.getMessage());
    // Not on the stream thread: ending the process waits for that thread.
    Threads.start(
        name + "-failure",
        () -> {
          throw ServiceFailure.broken(line, failure);
        });
    return StreamThreadExceptionResponse.SHUTDOWN_CLIENT;
  }

  private static Throwable rootOf(Throwable failure) {
    var cause = failure;
    while (cause.getCause() != null) {
      cause = cause.getCause();
    }
    return cause;
  }

  @Override
  public void close() {
    metrics.close();
    // Leaving the group at once lets another instance take over now instead of after the timeout.
    streams.close(
        CloseOptions.timeout(CLOSE_TIMEOUT)
            .withGroupMembershipOperation(CloseOptions.GroupMembershipOperation.LEAVE_GROUP));
  }
}
