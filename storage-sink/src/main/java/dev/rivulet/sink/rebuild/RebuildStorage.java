package dev.rivulet.sink.rebuild;

import com.datastax.oss.driver.api.core.CqlSession;
import dev.rivulet.contracts.topic.Service;
import dev.rivulet.contracts.topic.Topic;
import dev.rivulet.runtime.Configuration;
import dev.rivulet.runtime.KafkaClients;
import dev.rivulet.runtime.Logging;
import dev.rivulet.runtime.OperatorProgram;
import dev.rivulet.runtime.ServiceFailure;
import dev.rivulet.sink.RowKinds;
import dev.rivulet.sink.SinkConfig;
import dev.rivulet.sink.consume.Topics;
import dev.rivulet.sink.schema.SchemaConfig;
import dev.rivulet.sink.schema.SchemaMigration;
import dev.rivulet.sink.schema.SchemaVersion;
import dev.rivulet.sink.store.Cassandra;
import dev.rivulet.sink.store.RowWriter;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;

/// Stores the topics that `rebuild events --keep` derived into a fresh keyspace and compares it
/// with the one in use: `--from PREFIX [--keep]`. Changes nothing that is in use, and works while
/// services run.
public final class RebuildStorage {
  private static final String USAGE =
      """
      usage: rebuild storage [--keep]
      Derives events and inbox from commands, stores them into a fresh keyspace rebuild_TIME and
      compares messages, reactions, members, conversations, heads, inbox and big_heads with what is
      there.
      Deletes the fresh topics and keyspace unless --keep. Exits with 1 and shows the first
      difference of each table if there is one.""";

  /// What a derivation writes.
  private static final List<Topic> TOPICS = Topic.writtenBy(Service.FANOUT);

  private final SinkConfig sink;
  private final SchemaConfig schema;
  private final String prefix;
  private final Instant now;

  private RebuildStorage(SinkConfig sink, SchemaConfig given, String prefix, Instant now) {
    this.sink = sink;
    this.prefix = prefix;
    this.now = now;
    var fresh = sink.cassandra().withKeyspace("rebuild_" + now.toEpochMilli());
    this.schema = new SchemaConfig(given.replicationFactor(), given.startTimeout(), fresh);
  }

  public static void main(String[] args) {
    var words = new ArrayList<>(List.of(args));
    boolean keep = words.remove("--keep");
    if (words.size() != 2 || !words.getFirst().equals("--from")) {
      OperatorProgram.usage(words.contains("--help"), USAGE);
    }
    Logging.install();
    OperatorProgram.run(SinkConfig.class, sink -> run(sink, words.get(1), keep));
  }

  private static int run(SinkConfig sink, String prefix, boolean keep) throws InterruptedException {
    if (prefix.equals(sink.kafka().topicPrefix())) {
      throw ServiceFailure.misconfigured("the prefix " + prefix + " is the one in use", null);
    }
    var schema = Configuration.load(SchemaConfig.class);
    return new RebuildStorage(sink, schema, prefix, Instant.now()).run(keep);
  }

  private int run(boolean keep) throws InterruptedException {
    try (var admin = Admin.create(KafkaClients.admin(sink.kafka(), "rebuild"))) {
      try {
        return run(admin);
      } finally {
        if (keep) {
          System.out.printf(
              "kept: the topics %s* and the keyspace %s%n", prefix, schema.cassandra().keyspace());
        } else {
          deleteFresh(admin);
        }
      }
    }
  }

  private int run(Admin admin) throws InterruptedException {
    SchemaMigration.migrate(schema);
    try (var fresh = Cassandra.connect(schema.cassandra(), sink.startTimeout());
        var live = Cassandra.connect(sink.cassandra(), sink.startTimeout())) {
      SchemaVersion.await(live, sink.startTimeout());
      int generation = refill(admin, fresh);
      var there = new Tables(live);
      var topics = Topics.await(admin, sink.kafka(), TOPICS, sink.startTimeout());
      var progress = new LiveProgress(sink.kafka(), topics, there);
      progress.await(Topic.EVENTS);
      progress.await(Topic.INBOX);
      return compare(
          new BigHeadComparison.Side(new Tables(fresh), generation),
          new BigHeadComparison.Side(there, topics.generation(Topic.INBOX)));
    }
  }

  /// Returns the generation of the derived `inbox`.
  private int refill(Admin admin, CqlSession fresh) throws InterruptedException {
    var derived = sink.kafka().withTopicPrefix(prefix);
    int generation =
        Topics.await(admin, derived, TOPICS, sink.startTimeout()).generation(Topic.INBOX);
    var writer = new RowWriter(fresh, RowKinds.ALL, sink.writesInFlightMax(), sink.outageMax());
    new Refill(derived, writer, generation).run();
    return generation;
  }

  private int compare(BigHeadComparison.Side fresh, BigHeadComparison.Side live) {
    var derived = fresh.tables();
    var there = live.tables();
    boolean good = true;
    for (var table : Table.ALL) {
      var found = new TableComparison(derived, there).compare(table);
      found.print(table.name());
      good &= found.good();
    }
    var inbox = new InboxComparison(derived, there, now).compare();
    inbox.print("inbox");
    var bigHeads = new BigHeadComparison(fresh, live).compare(sink.kafka().userPartitions());
    bigHeads.print("big_heads");
    return good && inbox.good() && bigHeads.good() ? 0 : OperatorProgram.REFUSED;
  }

  private void deleteFresh(Admin admin) throws InterruptedException {
    try (var session = Cassandra.connectToMigrate(schema.cassandra(), sink.startTimeout())) {
      session.execute("DROP KEYSPACE IF EXISTS " + schema.cassandra().keyspace());
    }
    try {
      admin.deleteTopics(TOPICS.stream().map(topic -> topic.name(prefix)).toList()).all().get();
      System.out.printf(
          "deleted: the topics %s* and the keyspace %s%n", prefix, schema.cassandra().keyspace());
    } catch (ExecutionException failed) {
      System.err.println("the topics " + prefix + "* stay: " + failed.getCause());
    }
  }
}
