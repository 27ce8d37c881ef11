package dev.rivulet.contracts.id;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The values were computed by another program: whoever changes them gives every existing
/// conversation another id.
class IdsTest {
  private static final UUID ANN = UUID.fromString("00112233-4455-4677-8899-aabbccddeeff");
  private static final UUID BOB = UUID.fromString("ff112233-4455-4677-8899-aabbccddeeff");

  @Test
  void theConversationOfTwoIsDerivedFromBothInEitherOrder() {
    var expected = UUID.fromString("1a463d93-5cde-80c4-9820-ada93e8a3fcf");

    assertThat(Ids.direct(ANN, BOB)).isEqualTo(expected);
    assertThat(Ids.direct(BOB, ANN)).isEqualTo(expected);
    assertThat(Ids.direct(ANN, ANN))
        .isEqualTo(UUID.fromString("6a4fa88f-907f-877c-966c-99653a1b909e"));
  }

  @Test
  void aDerivedIdIsToldFromARandomOne() {
    assertThat(Ids.derived(Ids.direct(ANN, BOB))).isTrue();
    assertThat(Ids.direct(ANN, BOB).variant()).isEqualTo(2);
    assertThat(Ids.derived(ANN)).isFalse();
  }

  @Test
  void bytesAreBigEndian() {
    assertThat(Ids.array(ANN)).startsWith(0x00, 0x11, 0x22, 0x33, 0x44, 0x55).hasSize(16);
    assertThat(Ids.uuid(Ids.array(ANN))).isEqualTo(ANN);
    assertThat(Ids.uuid(Ids.bytes(BOB))).isEqualTo(BOB);
  }

  @Test
  void otherLengthsAreNoIds() {
    assertThatThrownBy(() -> Ids.uuid(ByteString.copyFrom(new byte[15])))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("15");
  }

  @Test
  void theTextFormIsLowerCaseWithHyphens() {
    assertThat(Ids.parse(ANN.toString())).contains(ANN);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "1-1-1-1-1",
        "00112233-4455-4677-8899-AABBCCDDEEFF",
        "00112233445546778899aabbccddeeff",
        "00112233-4455-4677-8899-aabbccddeef",
        "00112233-4455-4677-8899-aabbccddeeff ",
        "00112233-4455-4677-8899-aabbccddeegg",
        "001122334-455-4677-8899-aabbccddeeff",
      })
  void everyOtherSpellingIsRefused(String text) {
    assertThat(Ids.parse(text)).isEmpty();
  }
}
