package dev.rivulet.testing.system;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rivulet.contracts.frame.ClientFrame;
import java.net.URI;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/// A socket whose token is revoked, expired, for somebody else, of another kind or forged, or that
/// has none.
@ExtendWith(StackExtension.class)
@Timeout(120)
@Order(7)
@Tag("slow")
class BadTokenIT {
  private final TestStack stack;
  private long connection = System.currentTimeMillis() + 2_000_000;

  BadTokenIT(TestStack stack) {
    this.stack = stack;
  }

  @Test
  void nobodyAttachesWithABadTokenOrSpeaksBeforeHeDoes() {
    Person outsider = stack.people(1).getFirst();
    UUID nothing = UUID.randomUUID();
    Tokens tokens = Tokens.ours(stack, outsider);
    TestDevice lost = outsider.addDevice();
    String revoked = lost.accessToken();
    lost.client().stop();
    try (Http http = new Http(stack.api())) {
      assertThat(http.send("POST", "/v1/logout", revoked, "{}").status()).isEqualTo(204);
    }
    List<String> bad =
        List.of(
            revoked,
            tokens.expired(),
            tokens.forAnotherAudience(),
            tokens.ofAnotherType(),
            tokens.forged().valid());
    URI gateway = stack.gateways().getFirst();
    for (String token : bad) {
      isShutOut(new ClientFrame.Attach(token, ++connection));
    }
    isShutOut(new ClientFrame.Typing(nothing));
    isShutOut(new ClientFrame.Delivered(nothing, 1));
    isShutOut(new ClientFrame.Read(nothing, 1));
    isShutOut(new ClientFrame.Watch(List.of(outsider.id())));
    isShutOut(ClientFrame.Send.of(nothing, "m-0", 0, TestStack.BODY_MARK));
    outsider.device().client().stop();
    for (String token : bad) {
      try (RawSocket raw =
          RawSocket.attach(gateway, outsider.device().accessToken(), ++connection)) {
        raw.send(new ClientFrame.Token(token));
        raw.awaitClose();
      }
    }
    outsider.close();
  }

  private void isShutOut(ClientFrame first) {
    try (RawSocket raw = RawSocket.open(stack.gateways().getFirst())) {
      raw.send(first);
      assertThat(raw.awaitClose()).as(first.toString()).isBetween(4000, 4999);
      assertThat(raw.rest()).as(first.toString()).isEmpty();
    }
  }
}
