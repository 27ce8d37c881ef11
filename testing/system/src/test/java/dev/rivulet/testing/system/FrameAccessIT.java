package dev.rivulet.testing.system;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rivulet.contracts.frame.ClientFrame;
import dev.rivulet.contracts.frame.ServerFrame;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/// Frames of those who may not: about a group they left, one they never knew, and nothing at all.
/// client-api's matrix does the same over HTTP.
@ExtendWith(StackExtension.class)
@Timeout(120)
@Order(7)
@Tag("slow")
class FrameAccessIT {
  private static final int FRAMES = 60;
  private static final String UNKNOWN = "unknown-conversation";

  private final TestStack stack;
  private long connection = System.currentTimeMillis() + 2_000_000;

  FrameAccessIT(TestStack stack) {
    this.stack = stack;
  }

  @Test
  void framesOfThoseWhoMayNotAreRefusedAndTellNothing() {
    List<Person> people = stack.people(4);
    Person former = people.get(2);
    Person outsider = people.get(3);
    UUID group = Talk.newGroup(people.subList(0, 3));
    Talk.awaitSent(people.getFirst().device().sendMany(group, 3));
    former.device().client().leave(group).join();
    Talk.awaitSent(people.getFirst().device().sendMany(group, 3));
    UUID direct = Talk.newDirect(people.get(0), people.get(1));
    UUID nothing = UUID.randomUUID();
    long before = stack.log().catchUp().truth(group).lastSeq();

    assertThat(refusals(former, Map.of(group, "not-a-member", direct, UNKNOWN, nothing, UNKNOWN)))
        .isEqualTo(3 * FRAMES);
    assertThat(refusals(outsider, Map.of(group, UNKNOWN, direct, UNKNOWN, nothing, UNKNOWN)))
        .isEqualTo(3 * FRAMES);

    assertThat(stack.log().catchUp().truth(group).lastSeq()).isEqualTo(before);
    assertThat(stack.log().truth(nothing).all()).isEmpty();
    Person.closeAll(people);
  }

  @Test
  void nobodyAttachesWithABadTokenOrSpeaksBeforeHeDoes() {
    List<Person> people = stack.people(1);
    Person asker = people.getFirst();
    TestDevice lost = asker.addDevice();
    String revoked = lost.accessToken();
    lost.client().stop();
    try (Http http = new Http(stack.api())) {
      assertThat(http.send("POST", "/v1/logout", revoked, "{}").status()).isEqualTo(204);
    }
    Tokens tokens = Tokens.ours(stack, asker);
    List<String> bad =
        List.of(
            revoked,
            tokens.expired(),
            tokens.forAnotherAudience(),
            tokens.ofAnotherType(),
            tokens.forged().valid());
    for (String token : bad) {
      isShutOut(new ClientFrame.Attach(token, ++connection));
    }
    UUID nothing = UUID.randomUUID();
    isShutOut(new ClientFrame.Typing(nothing));
    isShutOut(new ClientFrame.Delivered(nothing, 1));
    isShutOut(new ClientFrame.Read(nothing, 1));
    isShutOut(new ClientFrame.Watch(List.of(asker.id())));
    isShutOut(frame(nothing, "m-0", 0));
    asker.device().client().stop();
    for (String token : bad) {
      try (RawSocket raw =
          RawSocket.attach(
              stack.gateways().getFirst(), asker.device().accessToken(), ++connection)) {
        raw.send(new ClientFrame.Token(token));
        raw.awaitClose();
      }
    }
    Person.closeAll(people);
  }

  private void isShutOut(ClientFrame first) {
    try (RawSocket raw = RawSocket.open(stack.gateways().getFirst())) {
      raw.send(first);
      assertThat(raw.awaitClose()).as(first.toString()).isBetween(4000, 4999);
      assertThat(raw.rest()).as(first.toString()).isEmpty();
    }
  }

  /// How many frames were refused; each with the code of its conversation.
  private int refusals(Person asker, Map<UUID, String> codes) {
    asker.device().client().stop();
    Map<String, String> expected = new LinkedHashMap<>();
    try (RawSocket raw =
        RawSocket.attach(stack.gateways().getFirst(), asker.device().accessToken(), ++connection)) {
      for (int i = 0; i < FRAMES; i++) {
        for (Map.Entry<UUID, String> one : codes.entrySet()) {
          String id = "m-" + expected.size();
          expected.put(id, one.getValue());
          raw.send(frame(one.getKey(), id, i));
          refused(raw, id, one.getValue());
        }
      }
    }
    return expected.size();
  }

  private static void refused(RawSocket raw, String id, String code) {
    ServerFrame.Refused refused = raw.await(ServerFrame.Refused.class);
    assertThat(refused.id()).isEqualTo(id);
    assertThat(refused.code()).isEqualTo(code);
    assertThat(refused.detail()).isNull();
  }

  /// Numbered or not, as a reply, with people and media that are not his to name.
  private static ClientFrame frame(UUID conversation, String id, int i) {
    List<UUID> ids = new ArrayList<>();
    for (int n = 0; n < i % 3; n++) {
      ids.add(UUID.randomUUID());
    }
    return new ClientFrame.Send(
        conversation, id, 0, TestStack.BODY_MARK + " let me in", i % 7, ids, List.of());
  }
}
