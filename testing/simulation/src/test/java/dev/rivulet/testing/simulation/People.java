package dev.rivulet.testing.simulation;

import com.google.protobuf.ByteString;
import dev.rivulet.contracts.id.Ids;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;

/// Who takes part: those with a device, and as many without one as make a group big.
final class People {
  static final int DEVICES = 4;

  /// From here on they come from both partitions in turn.
  private static final int FIRST = 3;

  private static final int FIRST_SILENT = 1_000;
  private static final int SILENT = 256;

  /// A conversation in each partition.
  static final List<UUID> GROUPS = List.of(group(1), group(2));

  private People() {}

  private static UUID group(int number) {
    return new UUID(0x7777_0000_0000_4000L, 0x8000_0000_0000_0000L | number);
  }

  static UUID user(int number) {
    return id(FIRST + number);
  }

  private static UUID id(int number) {
    return new UUID(0x1111_2222_3333_4000L, 0x8000_0000_0000_0000L | number);
  }

  static boolean isSilent(UUID user) {
    return (user.getLeastSignificantBits() & 0xffff) >= FIRST_SILENT;
  }

  static List<ByteString> silent() {
    return IntStream.range(FIRST_SILENT, FIRST_SILENT + SILENT)
        .mapToObj(number -> Ids.bytes(id(number)))
        .toList();
  }
}
