package dev.rivulet.gateway;

import dev.rivulet.contracts.CloseCode;
import dev.rivulet.gateway.session.SessionRegistry;
import dev.rivulet.gateway.websocket.Edge;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.kafka.clients.producer.Producer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Sends everybody away in order: no new ones, a `reconnect` frame with a wait of each one's own,
/// the acknowledgements still due, 1012. Tombstones follow as the sockets end, and leave with the
/// producer, which is closed after this.
record Drain(
    Edge edge,
    SessionRegistry sessions,
    Producer<byte[], byte[]> producer,
    AtomicBoolean draining,
    Duration spread,
    Duration timeout)
    implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Drain.class);
  private static final Duration ABORTED = Duration.ofSeconds(1);

  @Override
  public void close() {
    draining.set(true);
    edge.stopAccepting();
    int count = sessions.size();
    long millis = spread.toMillis();
    sessions.forEach(
        it -> it.sendAway(Duration.ofMillis(ThreadLocalRandom.current().nextLong(millis) + 1)));
    producer.flush();
    edge.closeAll(CloseCode.RESTART, "restart");
    if (!edge.awaitEmpty(timeout)) {
      edge.close();
      edge.awaitEmpty(ABORTED);
    }
    LOG.info("{} sessions sent away, {} connections left", count, edge.connections());
  }
}
