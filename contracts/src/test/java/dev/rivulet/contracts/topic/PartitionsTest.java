package dev.rivulet.contracts.topic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import dev.rivulet.contracts.id.Ids;
import java.util.UUID;
import org.apache.kafka.common.Uuid;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The values were computed by another program: whoever changes them sends a conversation's next
/// command to a partition that knows nothing of it.
class PartitionsTest {
  @ParameterizedTest
  @CsvSource({
    "00112233-4455-4677-8899-aabbccddeeff, 4, 12",
    "ff112233-4455-4677-8899-aabbccddeeff, 7, 95",
    "1a463d93-5cde-80c4-9820-ada93e8a3fcf, 3, 43",
  })
  void partitionsAreThoseOfMurmur2(UUID id, int ofEight, int ofNinetySix) {
    assertThat(Partitions.of(id, 8)).isEqualTo(ofEight);
    assertThat(Partitions.of(id, 96)).isEqualTo(ofNinetySix);
    assertThat(Partitions.of(Ids.bytes(id), 8)).isEqualTo(ofEight);
  }

  @Test
  void onlyIdsHaveAPartition() {
    assertThatThrownBy(() -> Partitions.of(ByteString.copyFrom(new byte[4]), 8))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void theKeyOfAnInboxRecordIsItsPartition() {
    assertThat(Partitions.key(258)).containsExactly(0, 0, 1, 2);
  }

  @Test
  void theGenerationComesFromTheTopicId() {
    assertThat(Partitions.generation(new Uuid(0x0011223344554677L, 0x8899aabbccddeeffL)))
        .isEqualTo(8192);
  }
}
