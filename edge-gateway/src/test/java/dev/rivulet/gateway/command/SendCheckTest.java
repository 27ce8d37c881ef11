package dev.rivulet.gateway.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rivulet.contracts.RefusalCode;
import dev.rivulet.contracts.frame.ClientFrame;
import dev.rivulet.contracts.log.Command;
import dev.rivulet.contracts.log.LeaveGroup;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import org.apache.kafka.clients.producer.MockProducer;
import org.assertj.core.api.Assertions;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SendCheckTest {
  private static final UUID CHAT = new UUID(1, 2);

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "a b",
        "ä",
        "\u007f",
        "x234567890x234567890x234567890x234567890x234567890x234567890x2345"
      })
  void idThatIsNoneIsABadFrame(String id) {
    assertThat(check(ClientFrame.Send.of(CHAT, id, 1, "text"))).isEqualTo(RefusalCode.BAD_FRAME);
  }

  @Test
  void sizeIsThatOfTheUtf8Text() {
    assertThat(check(text("x".repeat(65_535)))).isNull();
    assertThat(check(text("x".repeat(65_536)))).isEqualTo(RefusalCode.TOO_LARGE);
    assertThat(check(text("€".repeat(21_845)))).isNull();
    assertThat(check(text("€".repeat(21_845) + "x"))).isEqualTo(RefusalCode.TOO_LARGE);
    assertThat(check(text("😀".repeat(16_383) + "xyz"))).isNull();
    assertThat(check(text("😀".repeat(16_384)))).isEqualTo(RefusalCode.TOO_LARGE);
  }

  @Test
  void emptyTextIsRefusedAndBlankIsNot() {
    assertThat(check(text(""))).isEqualTo(RefusalCode.EMPTY);
    assertThat(check(text(" "))).isNull();
    assertThat(check(new ClientFrame.Send(CHAT, "m1", 1, "", 0, List.of(), List.of("ticket"))))
        .isNull();
  }

  @Test
  void textThatIsNoUnicodeIsABadFrame() {
    assertThat(check(text("\ud800"))).isEqualTo(RefusalCode.BAD_FRAME);
    assertThat(check(text("\udc00\ud800"))).isEqualTo(RefusalCode.BAD_FRAME);
  }

  @Test
  void listsAreBounded() {
    assertThat(check(lists(50, 10))).isNull();
    assertThat(check(lists(51, 0))).isEqualTo(RefusalCode.TOO_LARGE);
    assertThat(check(lists(0, 11))).isEqualTo(RefusalCode.TOO_LARGE);
  }

  @Test
  void gatewayAppendsNoMembershipCommands() {
    var log = new KafkaCommandLog(new MockProducer<>(), "commands", 8);
    var leave = Command.newBuilder().setLeaveGroup(LeaveGroup.getDefaultInstance()).build();
    Assertions.assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                log.append(
                    leave,
                    new CommandLog.Outcome() {
                      @Override
                      public void appended() {}

                      @Override
                      public void failed() {}
                    }));
  }

  private static ClientFrame.Send text(String text) {
    return ClientFrame.Send.of(CHAT, "m1", 1, text);
  }

  private static ClientFrame.Send lists(int mentions, int media) {
    List<UUID> mentioned = Collections.nCopies(mentions, CHAT);
    return new ClientFrame.Send(
        CHAT, "m1", 1, "text", 0, mentioned, Collections.nCopies(media, "ticket"));
  }

  private static @Nullable RefusalCode check(ClientFrame.Send send) {
    return SendCheck.check(send).map(SendCheck.Refusal::code).orElse(null);
  }
}
