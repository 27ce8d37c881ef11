package dev.rivulet.api;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.config.DefaultDriverOption;
import com.datastax.oss.driver.api.core.config.DriverConfigLoader;
import com.google.protobuf.MessageLite;
import dev.rivulet.contracts.Bounds;
import dev.rivulet.contracts.cql.Migration;
import dev.rivulet.contracts.id.Ids;
import dev.rivulet.contracts.log.Event;
import dev.rivulet.contracts.topic.Partitions;
import dev.rivulet.contracts.topic.Topic;
import dev.rivulet.runtime.CassandraConfig;
import dev.rivulet.runtime.Configuration;
import dev.rivulet.runtime.KafkaClients;
import dev.rivulet.runtime.KafkaConfig;
import dev.rivulet.servers.CassandraServer;
import dev.rivulet.servers.KafkaServer;
import dev.rivulet.servers.RedisServer;
import io.lettuce.core.RedisClient;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicPartition;

/// Topics and tables of one scene in real servers, and what storage-sink would have written there.
final class ApiServers implements AutoCloseable {
  private static final AtomicInteger SCENES = new AtomicInteger();
  static final int GENERATION = 7;
  static final String MEDIA_KEYS =
      "k1:"
          + Base64.getEncoder().encodeToString("a key of 32 bytes for the tests!".getBytes(UTF_8));

  final KafkaServer kafka;
  final CassandraServer cassandra;
  final RedisServer redis;
  private final Path directory;
  private final String scene;
  private final KafkaConfig kafkaConfig;
  private final CqlSession session;

  ApiServers(SharedServers.Running shared, Path directory) {
    this.directory = directory;
    this.kafka = shared.kafka();
    this.cassandra = shared.cassandra();
    this.redis = shared.redis();
    this.scene = "scene" + SCENES.incrementAndGet();
    this.kafkaConfig = Configuration.load(KafkaConfig.class, environment(), null);
    this.session =
        CqlSession.builder()
            .addContactPoints(
                Configuration.load(CassandraConfig.class, environment(), null).contactAddresses())
            .withLocalDatacenter(CassandraServer.LOCAL_DATACENTER)
            .withConfigLoader(
                DriverConfigLoader.programmaticBuilder()
                    .withDuration(DefaultDriverOption.REQUEST_TIMEOUT, Duration.ofMinutes(1))
                    .build())
            .build();
    session.execute(
        "CREATE KEYSPACE "
            + scene
            + " WITH replication ="
            + " {'class': 'NetworkTopologyStrategy', 'datacenter1': 1}");
    session.execute("USE " + scene);
  }

  Map<String, String> environment() {
    Map<String, String> environment = new HashMap<>();
    environment.put("RIVULET_KAFKA_BOOTSTRAP_SERVERS", kafka.bootstrapServers());
    environment.put("RIVULET_KAFKA_TOPIC_PREFIX", scene + ".");
    environment.put("RIVULET_CASSANDRA_KEYSPACE", scene);
    environment.put("RIVULET_CASSANDRA_CONTACT_POINTS", cassandra.contactPoint());
    environment.put("RIVULET_CASSANDRA_REQUEST_TIMEOUT", "5s");
    environment.put("RIVULET_REDIS_URI", redis.uri());
    environment.put("RIVULET_ADMIN_PORT", "0");
    environment.put("RIVULET_API_SIGNING_KEY_FILE", directory.resolve("keys.json").toString());
    environment.put("RIVULET_MEDIA_KEYS_URLS", MEDIA_KEYS);
    environment.put("RIVULET_OPERATOR_TOKEN_FILE", directory.resolve("operator-token").toString());
    environment.put("RIVULET_API_PASSWORD_MEMORY_KIB", "256");
    return environment;
  }

  void createTables() {
    session.execute("CREATE TABLE schema_version (id int PRIMARY KEY, version int)");
    for (Migration migration : Migration.all()) {
      migration.statements().forEach(session::execute);
    }
    session.execute("INSERT INTO schema_version (id, version) VALUES (1, ?)", Migration.LATEST);
  }

  void setSchemaVersion(int version) {
    session.execute("INSERT INTO schema_version (id, version) VALUES (1, ?)", version);
  }

  void createTopics() {
    var counts =
        new Topic.PartitionCounts(
            kafkaConfig.conversationPartitions(),
            kafkaConfig.userPartitions(),
            kafkaConfig.deliveryPartitions());
    List<NewTopic> topics =
        Arrays.stream(Topic.values())
            .map(
                topic ->
                    new NewTopic(
                            topic.name(kafkaConfig.topicPrefix()),
                            topic.partitions(counts),
                            (short) 1)
                        .configs(topic.settings(1)))
            .toList();
    try (Admin admin = Admin.create(KafkaClients.admin(kafkaConfig, "test"))) {
      admin.createTopics(topics).all().get();
    } catch (ExecutionException e) {
      throw new AssertionError(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }

  void user(UUID user, String handle) {
    session.execute(
        "INSERT INTO users (user_id, handle, display_name, created_at) VALUES (?, ?, ?,"
            + " toTimestamp(now()))",
        user,
        handle,
        handle);
  }

  void event(UUID conversation, Event event) {
    session.execute(
        "INSERT INTO messages (conversation_id, bucket, seq, event) VALUES (?, ?, ?, ?)",
        conversation,
        event.getSeq() / Bounds.SEQS_PER_BUCKET,
        event.getSeq(),
        bytes(event));
  }

  /// An edit of the message it names.
  void edited(UUID conversation, Event event) {
    long target = event.getMessageEdited().getSeq();
    session.execute(
        "INSERT INTO messages (conversation_id, bucket, seq, edit) VALUES (?, ?, ?, ?)",
        conversation,
        target / Bounds.SEQS_PER_BUCKET,
        target,
        bytes(event));
  }

  void deleted(UUID conversation, long target, long seq) {
    session.execute(
        "INSERT INTO messages (conversation_id, bucket, seq, deleted) VALUES (?, ?, ?, ?)",
        conversation,
        target / Bounds.SEQS_PER_BUCKET,
        target,
        seq);
  }

  void reacted(UUID conversation, long target, String emoji, UUID user, long seq) {
    session.execute(
        "INSERT INTO reactions (conversation_id, bucket, seq, emoji, user_id, present)"
            + " VALUES (?, ?, ?, ?, ?, true) USING TIMESTAMP "
            + seq,
        conversation,
        target / Bounds.SEQS_PER_BUCKET,
        target,
        emoji,
        user);
  }

  void group(UUID conversation, UUID picture, long seq) {
    session.execute(
        "INSERT INTO heads (conversation_id, picture, closed, from_the_start)"
            + " VALUES (?, ?, true, true) USING TIMESTAMP "
            + seq,
        conversation,
        ByteBuffer.wrap(Ids.array(picture)));
  }

  /// An upload, as media-ingest stores it.
  void medium(UUID id, UUID owner, String type, Instant ticketUntil) {
    session.execute(
        "INSERT INTO media (media_id, owner, type, ticket_until) VALUES (?, ?, ?, ?)",
        id,
        owner,
        type,
        ticketUntil);
  }

  /// Which places were asked to show it.
  Set<UUID> pointers(UUID medium) {
    return session
        .execute("SELECT place FROM media_pictures WHERE media_id = ?", medium)
        .map(row -> row.getUuid("place"))
        .all()
        .stream()
        .collect(Collectors.toSet());
  }

  /// What the sweeper is told to look at today.
  Set<UUID> lookedAt() {
    return session
        .execute(
            "SELECT media_id FROM media_released WHERE day = ?",
            (int) (Instant.now().getEpochSecond() / 86_400))
        .map(row -> row.getUuid("media_id"))
        .all()
        .stream()
        .collect(Collectors.toSet());
  }

  void role(UUID conversation, UUID user, long seq, int role) {
    session.execute(
        "INSERT INTO members (conversation_id, user_id, seq, joined, role) VALUES (?, ?, ?, true,"
            + " ?)",
        conversation,
        user,
        seq,
        (byte) role);
    session.execute(
        "INSERT INTO conversations_by_user (user_id, conversation_id, role, muted)"
            + " VALUES (?, ?, ?, true)",
        user,
        conversation,
        (byte) role);
  }

  void bigHead(UUID member, UUID conversation, long offset, long seq) {
    session.execute(
        "INSERT INTO big_heads (inbox_partition, generation, conversation_id, offset, seq)"
            + " VALUES (?, ?, ?, ?, ?)",
        Partitions.of(member, kafkaConfig.userPartitions()),
        GENERATION,
        conversation,
        offset,
        seq);
  }

  void head(UUID conversation, Event last, boolean direct, String name) {
    session.execute(
        "INSERT INTO heads (conversation_id, seq, count, time, members, big, kind, name)"
            + " VALUES (?, ?, ?, ?, ?, false, ?, ?)",
        conversation,
        last.getSeq(),
        last.getCount(),
        last.getTime(),
        last.getMembers(),
        (byte) (direct ? 1 : 2),
        name);
  }

  void joined(UUID conversation, UUID user, long seq, boolean owner) {
    session.execute(
        "INSERT INTO members (conversation_id, user_id, seq, joined, role) VALUES (?, ?, ?, true,"
            + " ?)",
        conversation,
        user,
        seq,
        (byte) (owner ? 1 : 0));
    session.execute(
        "INSERT INTO conversations_by_user (user_id, conversation_id, visible_from, left_at, role)"
            + " VALUES (?, ?, ?, 0, 0)",
        user,
        conversation,
        seq);
  }

  void left(UUID conversation, UUID user, long seq) {
    session.execute(
        "INSERT INTO members (conversation_id, user_id, seq, joined) VALUES (?, ?, ?, false)",
        conversation,
        user,
        seq);
    session.execute(
        "UPDATE conversations_by_user SET left_at = ? WHERE user_id = ? AND conversation_id = ?",
        seq + 1,
        user,
        conversation);
  }

  void inbox(UUID user, int day, long offset, Event event) {
    session.execute(
        "INSERT INTO inbox (user_id, day, generation, offset, conversation_id, seq, event)"
            + " VALUES (?, ?, ?, ?, ?, ?, ?)",
        user,
        day,
        GENERATION,
        offset,
        Ids.uuid(event.getConversation()),
        event.getSeq(),
        bytes(event));
  }

  void watermarks(UUID conversation, UUID user, long delivered, long read, long readCount) {
    session.execute(
        "INSERT INTO receipts (conversation_id, user_id, delivered, read, own_read, own_read_count)"
            + " VALUES (?, ?, ?, ?, ?, ?)",
        conversation,
        user,
        delivered,
        read,
        read,
        readCount);
  }

  /// As if a gateway that lives held a device of the user.
  void attached(UUID user) {
    try (var client = RedisClient.create(redis.uri());
        var connection = client.connect()) {
      connection.sync().set("gateway:g1", "somewhere");
      connection
          .sync()
          .hset("where:" + user, "device", "{\"gateway\":\"g1\",\"lastSeen\":1700000000000}");
    }
  }

  /// As if that gateway had died.
  void gatewayGone() {
    try (var client = RedisClient.create(redis.uri());
        var connection = client.connect()) {
      connection.sync().del("gateway:g1");
    }
  }

  void progress(UUID user, long nextOffset) {
    session.execute(
        "INSERT INTO sink_progress (topic, partition, generation, next_offset)"
            + " VALUES ('inbox', ?, ?, ?)",
        Partitions.of(user, kafkaConfig.userPartitions()),
        GENERATION,
        nextOffset);
  }

  private static ByteBuffer bytes(MessageLite message) {
    return ByteBuffer.wrap(message.toByteArray());
  }

  /// Everything in a topic, each partition in its order.
  List<ConsumerRecord<byte[], byte[]>> records(Topic topic) {
    List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
    var properties = KafkaClients.consumer(kafkaConfig, "test", IsolationLevel.READ_COMMITTED);
    try (var consumer = new KafkaConsumer<byte[], byte[]>(properties)) {
      List<TopicPartition> all =
          consumer.partitionsFor(topic.name(kafkaConfig.topicPrefix())).stream()
              .map(info -> new TopicPartition(info.topic(), info.partition()))
              .toList();
      consumer.assign(all);
      consumer.seekToBeginning(all);
      Map<TopicPartition, Long> ends = consumer.endOffsets(all);
      Set<TopicPartition> open = new HashSet<>(all);
      while (!open.isEmpty()) {
        consumer.poll(Duration.ofMillis(100)).forEach(records::add);
        open.removeIf(at -> consumer.position(at) >= ends.getOrDefault(at, 0L));
      }
    }
    return records;
  }

  @Override
  public void close() {
    session.close();
  }
}
