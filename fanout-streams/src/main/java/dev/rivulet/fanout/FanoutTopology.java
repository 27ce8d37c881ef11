package dev.rivulet.fanout;

import com.google.protobuf.ByteString;
import dev.rivulet.contracts.id.Ids;
import dev.rivulet.contracts.topic.Partitions;
import dev.rivulet.contracts.topic.Topic;
import dev.rivulet.runtime.KafkaConfig;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.AutoOffsetReset;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.processor.StreamPartitioner;
import org.apache.kafka.streams.state.Stores;

/// The topology of `fanout`. Its names are state (the store's changelog carries them), so the
/// rendered topology is a checked-in file.
public final class FanoutTopology {
  public static final String STORE = "decider";
  static final String SOURCE = "commands";
  static final String DECIDER = "decide";
  static final String TYPING_SOURCE = "typing";
  static final String TYPING = "tell-typing";
  static final String WRITING = "writing";
  static final String EVENTS = "events";
  static final String INBOX = "inbox";
  static final String BIG_MEMBERS = "big-members";
  static final String NOTICES = "notices";
  static final String DEAD_LETTERS = "dead-letters";

  private FanoutTopology() {}

  static Topology build(
      KafkaConfig kafka, DecisionMeters meters, TypingMeters typingMeters, Duration typingAgeMax) {
    var topology = new Topology();
    var keys = new ByteArrayDeserializer();
    var values = new ByteArrayDeserializer();
    var serializer = new ByteArraySerializer();
    var store =
        Stores.keyValueStoreBuilder(
                Stores.persistentKeyValueStore(STORE), Serdes.Bytes(), Serdes.ByteArray())
            .withCachingDisabled();
    // A position that is gone must stop the task: starting anywhere else would decide twice or
    // skip.
    topology.addSource(
        AutoOffsetReset.none(), SOURCE, keys, values, kafka.topic(Topic.COMMANDS.shortName()));
    topology.addProcessor(DECIDER, () -> new DeciderProcessor(kafka, meters), SOURCE);
    // What was said while nobody read is of no use.
    topology.addSource(
        AutoOffsetReset.latest(),
        TYPING_SOURCE,
        keys,
        values,
        kafka.topic(Topic.TYPING.shortName()));
    topology.addProcessor(
        TYPING,
        () -> new TypingProcessor(kafka.userPartitions(), typingAgeMax.toMillis(), typingMeters),
        TYPING_SOURCE);
    topology.addStateStore(store, DECIDER, TYPING);
    StreamPartitioner<byte[], byte[]> byId =
        (_, key, _, partitions) ->
            Optional.of(Set.of(Partitions.of(ByteString.copyFrom(key), partitions)));
    StreamPartitioner<byte[], byte[]> byNumber =
        (_, key, _, _) -> Optional.of(Set.of(ByteBuffer.wrap(key).getInt()));
    // The key is a conversation's id and a user's.
    StreamPartitioner<byte[], byte[]> byUser =
        (_, key, _, partitions) ->
            Optional.of(
                Set.of(Partitions.of(ByteString.copyFrom(key, Ids.BYTES, Ids.BYTES), partitions)));
    StreamPartitioner<byte[], byte[]> first = (_, _, _, _) -> Optional.of(Set.of(0));
    sink(topology, EVENTS, kafka.topic(Topic.EVENTS.shortName()), serializer, byId);
    sink(topology, INBOX, kafka.topic(Topic.INBOX.shortName()), serializer, byNumber);
    sink(topology, BIG_MEMBERS, kafka.topic(Topic.BIG_MEMBERS.shortName()), serializer, byUser);
    sink(topology, NOTICES, kafka.topic(Topic.NOTICES.shortName()), serializer, byId);
    topology.addSink(
        WRITING, kafka.topic(Topic.NOTICES.shortName()), serializer, serializer, byNumber, TYPING);
    sink(topology, DEAD_LETTERS, kafka.topic(Topic.DEAD_LETTERS.shortName()), serializer, first);
    return topology;
  }

  private static void sink(
      Topology topology,
      String name,
      String topic,
      ByteArraySerializer serializer,
      StreamPartitioner<byte[], byte[]> partitioner) {
    topology.addSink(name, topic, serializer, serializer, partitioner, DECIDER);
  }
}
