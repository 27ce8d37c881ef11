package dev.rivulet.gateway.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dev.rivulet.contracts.frame.SubProtocol;
import dev.rivulet.contracts.id.Ids;
import dev.rivulet.contracts.log.Content;
import dev.rivulet.contracts.log.Event;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class EncodedEventsTest {
  private final EncodedEvents encoded = new EncodedEvents(10_000);

  @Test
  void sameEventGivesTheSameBytes() {
    byte[] first = encoded.frame(event(1, "text"), SubProtocol.JSON);
    assertThat(encoded.frame(event(1, "text"), SubProtocol.JSON)).isSameAs(first);
    assertThat(encoded.frame(event(2, "text"), SubProtocol.JSON)).isNotSameAs(first);
    byte[] proto = encoded.frame(event(1, "text"), SubProtocol.PROTO);
    assertThat(encoded.frame(event(1, "text"), SubProtocol.PROTO)).isSameAs(proto);
    assertThat(proto).isNotEqualTo(first);
  }

  @Test
  void keepsNoMoreThanItsBound() {
    for (int seq = 1; seq <= 1000; seq++) {
      encoded.frame(event(seq, "x".repeat(500)), SubProtocol.PROTO);
      assertThat(encoded.bytes()).isLessThanOrEqualTo(10_000);
    }
  }

  @Test
  void oneEventLargerThanTheBoundIsStillEncoded() {
    assertThat(encoded.frame(event(1, "x".repeat(60_000)), SubProtocol.JSON).length)
        .isGreaterThan(60_000);
    encoded.frame(event(2, "small"), SubProtocol.JSON);
    assertThat(encoded.bytes()).isLessThan(10_000);
  }

  private static Event event(long seq, String text) {
    return Event.newBuilder()
        .setConversation(Ids.bytes(new UUID(1, 2)))
        .setSeq(seq)
        .setUser(Ids.bytes(new UUID(3, 4)))
        .setMessage(Content.newBuilder().setContent(ByteString.copyFromUtf8(text)))
        .build();
  }
}
