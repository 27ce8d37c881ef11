package dev.rivulet.testing.system;

import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.config.DefaultDriverOption;
import com.datastax.oss.driver.api.core.config.DriverConfigLoader;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;

/// The tables themselves, for tests that look below the services.
final class Tables {
  private Tables() {}

  static CqlSession open(TestStack stack) {
    Map<String, String> environment = stack.processes().environment();
    String point = required(environment, "RIVULET_CASSANDRA_CONTACT_POINTS");
    int colon = point.lastIndexOf(':');
    return CqlSession.builder()
        .withConfigLoader(
            DriverConfigLoader.programmaticBuilder()
                .withDuration(DefaultDriverOption.REQUEST_TIMEOUT, Duration.ofSeconds(20))
                .build())
        .addContactPoint(
            new InetSocketAddress(
                point.substring(0, colon), Integer.parseInt(point.substring(colon + 1))))
        .withLocalDatacenter("datacenter1")
        .withAuthCredentials(
            required(environment, "RIVULET_CASSANDRA_USERNAME"),
            required(environment, "RIVULET_CASSANDRA_PASSWORD"))
        .withKeyspace("rivulet")
        .build();
  }

  private static String required(Map<String, String> environment, String name) {
    return Objects.requireNonNull(environment.get(name), name);
  }
}
