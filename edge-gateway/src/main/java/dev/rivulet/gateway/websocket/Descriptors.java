package dev.rivulet.gateway.websocket;

import com.sun.management.UnixOperatingSystemMXBean;
import dev.rivulet.runtime.ServiceFailure;
import java.lang.management.ManagementFactory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// How many connections the descriptors of a process allow for. Without any left neither Kafka nor
/// the admin port could be reached, so some are kept for what is no client.
///
/// @param max descriptors that the process may hold
record Descriptors(long max) {
  private static final Logger LOG = LoggerFactory.getLogger(Descriptors.class);
  private static final int KEPT = 512;

  static Descriptors ofThisProcess() {
    return ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean unix
        ? new Descriptors(unix.getMaxFileDescriptorCount())
        : new Descriptors(Long.MAX_VALUE);
  }

  /// As many as are wanted, or fewer.
  ///
  /// @throws ServiceFailure if there is room for none
  int connections(int wanted) {
    if (max <= KEPT) {
      throw ServiceFailure.misconfigured(
          "%d file descriptors are too few: raise the limit above %d".formatted(max, KEPT), null);
    }
    if (wanted <= max - KEPT) {
      return wanted;
    }
    int allowed = (int) (max - KEPT);
    LOG.warn(
        "connections-max is {}, but {} file descriptors allow for {}: raise their limit",
        wanted,
        max,
        allowed);
    return allowed;
  }
}
