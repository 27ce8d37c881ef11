package dev.rivulet.media;

import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.config.DefaultDriverOption;
import com.datastax.oss.driver.api.core.config.DriverConfigLoader;
import dev.rivulet.contracts.cql.Migration;
import dev.rivulet.contracts.topic.Topic;
import dev.rivulet.runtime.CassandraConfig;
import dev.rivulet.runtime.Configuration;
import dev.rivulet.runtime.KafkaClients;
import dev.rivulet.runtime.KafkaConfig;
import dev.rivulet.servers.CassandraServer;
import dev.rivulet.servers.KafkaServer;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;

/// What the service's servers hold before it starts.
final class MediaServers {
  private MediaServers() {}

  static CqlSession tables(CassandraServer cassandra) {
    CqlSession session =
        CqlSession.builder()
            .addContactPoints(
                Configuration.load(
                        CassandraConfig.class,
                        Map.of("RIVULET_CASSANDRA_CONTACT_POINTS", cassandra.contactPoint()),
                        null)
                    .contactAddresses())
            .withLocalDatacenter(CassandraServer.LOCAL_DATACENTER)
            .withConfigLoader(
                DriverConfigLoader.programmaticBuilder()
                    .withDuration(DefaultDriverOption.REQUEST_TIMEOUT, Duration.ofMinutes(1))
                    .build())
            .build();
    session.execute(
        "CREATE KEYSPACE rivulet WITH replication ="
            + " {'class': 'NetworkTopologyStrategy', 'datacenter1': 1}");
    session.execute("USE rivulet");
    session.execute("CREATE TABLE schema_version (id int PRIMARY KEY, version int)");
    for (Migration migration : Migration.all()) {
      migration.statements().forEach(session::execute);
    }
    session.execute("INSERT INTO schema_version (id, version) VALUES (1, ?)", Migration.LATEST);
    return session;
  }

  static void createTopics(KafkaServer kafka) {
    KafkaConfig config =
        Configuration.load(
            KafkaConfig.class,
            Map.of("RIVULET_KAFKA_BOOTSTRAP_SERVERS", kafka.bootstrapServers()),
            null);
    var counts =
        new Topic.PartitionCounts(
            config.conversationPartitions(), config.userPartitions(), config.deliveryPartitions());
    List<NewTopic> topics =
        Arrays.stream(Topic.values())
            .map(
                topic ->
                    new NewTopic(
                            topic.name(config.topicPrefix()), topic.partitions(counts), (short) 1)
                        .configs(topic.settings(1)))
            .toList();
    try (Admin admin = Admin.create(KafkaClients.admin(config, "test"))) {
      admin.createTopics(topics).all().get();
    } catch (ExecutionException e) {
      throw new AssertionError(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }
}
