package dev.rivulet.servers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.datastax.oss.driver.api.core.AllNodesFailedException;
import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.config.DefaultDriverOption;
import com.datastax.oss.driver.api.core.config.DriverConfigLoader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("server")
class CassandraServerIT {
  private static final String PASSWORD = "a-generated-password";
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  @TempDir Path directory;

  @Test
  void rowsSurviveAKillAndOnlyThePasswordOpens() {
    long began = System.nanoTime();
    CassandraServer.Options options = CassandraServer.Options.in(directory).withPassword(PASSWORD);
    try (CassandraServer cassandra = CassandraServer.start(options)) {
      report("cold start", began, cassandra);
      write(cassandra);
      cassandra.kill();
      assertThat(cassandra.answers()).isFalse();

      long again = System.nanoTime();
      cassandra.startAndAwait(Duration.ofMinutes(4));
      report("start after a kill", again, cassandra);

      assertThat(read(cassandra)).isEqualTo("kept");
      assertThatThrownBy(() -> connect(cassandra, "cassandra"))
          .isInstanceOf(AllNodesFailedException.class);
    }
  }

  private static void write(CassandraServer cassandra) {
    try (CqlSession session = connect(cassandra, PASSWORD)) {
      session.execute(
          "CREATE KEYSPACE k WITH replication ="
              + " {'class': 'SimpleStrategy', 'replication_factor': 1}");
      session.execute("CREATE TABLE k.t (id int PRIMARY KEY, v text)");
      session.execute("INSERT INTO k.t (id, v) VALUES (1, 'kept')");
    }
  }

  private static String read(CassandraServer cassandra) {
    try (CqlSession session = connect(cassandra, PASSWORD)) {
      return session.execute("SELECT v FROM k.t WHERE id = 1").one().getString("v");
    }
  }

  private static CqlSession connect(CassandraServer cassandra, String password) {
    return CqlSession.builder()
        .addContactPoint(new InetSocketAddress(InetAddress.getLoopbackAddress(), cassandra.port()))
        .withLocalDatacenter(CassandraServer.LOCAL_DATACENTER)
        .withAuthCredentials(CassandraServer.USER, password)
        .withConfigLoader(
            DriverConfigLoader.programmaticBuilder()
                .withDuration(DefaultDriverOption.REQUEST_TIMEOUT, PATIENCE)
                .withDuration(DefaultDriverOption.CONNECTION_INIT_QUERY_TIMEOUT, PATIENCE)
                .build())
        .build();
  }

  private static void report(String what, long began, CassandraServer cassandra) {
    System.out.printf(
        "cassandra %s: %d ms, resident %d MB%n",
        what, (System.nanoTime() - began) / 1_000_000, cassandra.residentBytes() >> 20);
  }
}
