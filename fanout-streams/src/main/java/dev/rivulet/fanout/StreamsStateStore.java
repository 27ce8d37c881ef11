package dev.rivulet.fanout;

import dev.rivulet.fanout.decide.StateStore;
import java.util.function.BiConsumer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/// The decider's memory in a Kafka Streams store (RocksDB with a changelog).
final class StreamsStateStore implements StateStore {
  private static final ByteArraySerializer PREFIXES = new ByteArraySerializer();
  private final KeyValueStore<Bytes, byte[]> store;

  StreamsStateStore(KeyValueStore<Bytes, byte[]> store) {
    this.store = store;
  }

  @Override
  public byte @Nullable [] get(byte[] key) {
    return store.get(Bytes.wrap(key));
  }

  @Override
  public void scan(byte[] prefix, BiConsumer<byte[], byte[]> visitor) {
    try (var entries = store.prefixScan(prefix, PREFIXES)) {
      while (entries.hasNext()) {
        var entry = entries.next();
        visitor.accept(entry.key.get(), entry.value);
      }
    }
  }

  @Override
  public void put(byte[] key, byte @Nullable [] value) {
    store.put(Bytes.wrap(key), value);
  }
}
