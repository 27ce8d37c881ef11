package dev.rivulet.contracts.topic;

import com.google.protobuf.ByteString;
import dev.rivulet.contracts.id.Ids;
import java.nio.ByteBuffer;
import java.util.UUID;
import org.apache.kafka.common.utils.Utils;

/// `(murmur2(16 id bytes) & 0x7fffffff) mod n`, computed by every producer itself: the partition is
/// part of the contract, so no client library's default may choose it.
public final class Partitions {
  private Partitions() {}

  public static int of(UUID id, int partitions) {
    return of(Ids.array(id), partitions);
  }

  public static int of(ByteString id, int partitions) {
    return of(id.toByteArray(), partitions);
  }

  private static int of(byte[] id, int partitions) {
    if (id.length != Ids.BYTES) {
      throw new IllegalArgumentException("an id has 16 bytes, not " + id.length);
    }
    return (Utils.murmur2(id) & 0x7fffffff) % partitions;
  }

  /// The key of `inbox` records: the partition's number, big endian.
  public static byte[] key(int partition) {
    return ByteBuffer.allocate(Integer.BYTES).putInt(partition).array();
  }

  /// A cursor's generation: a hash of the topic id that Kafka gives each making of a topic.
  public static int generation(org.apache.kafka.common.Uuid topicId) {
    long bits = topicId.getMostSignificantBits() ^ topicId.getLeastSignificantBits();
    return (int) (bits ^ bits >>> 32);
  }
}
