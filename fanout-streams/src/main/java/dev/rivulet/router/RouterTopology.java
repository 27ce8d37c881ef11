package dev.rivulet.router;

import dev.rivulet.contracts.topic.Topic;
import dev.rivulet.runtime.KafkaConfig;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.AutoOffsetReset;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.processor.StreamPartitioner;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.Stores;

/// The topology of `router`; its names are state, so the rendered topology is a checked-in file.
public final class RouterTopology {
  static final String STORE = "sessions";
  static final String SESSIONS = "sessions-source";
  static final String SESSIONS_UPDATE = "sessions-update";
  static final String BIG_STORE = "big-members";
  static final String BIG_MEMBERS = "big-members-source";
  static final String BIG_MEMBERS_UPDATE = "big-members-update";
  static final String INBOX = "inbox-source";
  static final String NOTICES = "notices-source";
  static final String ROUTE = "route";
  static final String DELIVERIES = "deliveries";
  static final String DEAD_LETTERS = "dead-letters";

  private RouterTopology() {}

  /// Full names of what it reads.
  record Names(String inbox, String notices, String sessions, String bigMembers) {
    static Names of(KafkaConfig kafka) {
      return new Names(
          kafka.topic(Topic.INBOX.shortName()),
          kafka.topic(Topic.NOTICES.shortName()),
          kafka.topic(Topic.SESSIONS.shortName()),
          kafka.topic(Topic.BIG_MEMBERS.shortName()));
    }
  }

  public static Topology build(
      KafkaConfig kafka, StartPosition starts, RouterMeters meters, long sessionAgeMax) {
    var names = Names.of(kafka);
    var topology = new Topology();
    var bytes = new ByteArrayDeserializer();
    var serializer = new ByteArraySerializer();
    var store =
        Stores.keyValueStoreBuilder(
                Stores.inMemoryKeyValueStore(STORE), Serdes.Bytes(), Serdes.ByteArray())
            .withLoggingDisabled();
    topology.addReadOnlyStateStore(
        store,
        SESSIONS,
        bytes,
        bytes,
        names.sessions(),
        SESSIONS_UPDATE,
        () -> new StoreUpdate(STORE));
    // On disk: the index in memory is all that is ever asked.
    var bigStore =
        Stores.keyValueStoreBuilder(
                Stores.persistentKeyValueStore(BIG_STORE), Serdes.Bytes(), Serdes.ByteArray())
            .withLoggingDisabled();
    topology.addReadOnlyStateStore(
        bigStore,
        BIG_MEMBERS,
        bytes,
        bytes,
        names.bigMembers(),
        BIG_MEMBERS_UPDATE,
        () -> new StoreUpdate(BIG_STORE));
    topology.addSource(AutoOffsetReset.earliest(), INBOX, bytes, bytes, names.inbox());
    topology.addSource(AutoOffsetReset.earliest(), NOTICES, bytes, bytes, names.notices());
    topology.addProcessor(
        ROUTE,
        () -> new RouteProcessor(names, starts, meters, sessionAgeMax),
        INBOX,
        NOTICES,
        SESSIONS,
        BIG_MEMBERS);
    topology.connectProcessorAndStateStores(ROUTE, STORE, BIG_STORE);
    StreamPartitioner<byte[], byte[]> bySlot =
        (_, key, _, _) -> Optional.of(Set.of(ByteBuffer.wrap(key).getInt()));
    StreamPartitioner<byte[], byte[]> first = (_, _, _, _) -> Optional.of(Set.of(0));
    topology.addSink(
        DELIVERIES,
        kafka.topic(Topic.DELIVERIES.shortName()),
        serializer,
        serializer,
        bySlot,
        ROUTE);
    topology.addSink(
        DEAD_LETTERS,
        kafka.topic(Topic.DEAD_LETTERS.shortName()),
        serializer,
        serializer,
        first,
        ROUTE);
    return topology;
  }

  /// Copies the topic into the store, as a changelog is copied.
  private static final class StoreUpdate implements Processor<byte[], byte[], Void, Void> {
    private final String name;
    private KeyValueStore<Bytes, byte[]> store;

    StoreUpdate(String name) {
      this.name = name;
    }

    @Override
    public void init(ProcessorContext<Void, Void> context) {
      store = context.getStateStore(name);
    }

    @Override
    public void process(Record<byte[], byte[]> record) {
      store.put(Bytes.wrap(record.key()), record.value());
    }
  }
}
