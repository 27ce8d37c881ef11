package dev.rivulet.contracts;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/// Codes are part of the protocol: a client of last year acts on them.
class CodesTest {
  @Test
  void refusalCodesStayWhatTheyAre() {
    assertThat(RefusalCode.values())
        .extracting(RefusalCode::code)
        .containsExactlyInAnyOrder(
            "unknown-conversation",
            "not-a-member",
            "not-allowed",
            "gap",
            "renumber",
            "empty",
            "too-large",
            "too-many-members",
            "no-change",
            "wrong-kind",
            "already-exists",
            "last-owner",
            "closed",
            "too-late",
            "blocked",
            "bad-ticket",
            "ticket-expired",
            "bad-frame",
            "unknown-frame",
            "too-fast",
            "unavailable");
  }

  @Test
  void onlyWhatMayPassIsWorthSendingAgain() {
    assertThat(RefusalCode.values())
        .filteredOn(RefusalCode::retryable)
        .containsExactlyInAnyOrder(RefusalCode.TOO_FAST, RefusalCode.UNAVAILABLE);
  }

  @Test
  void closeCodesStayWhatTheyAre() {
    var codes =
        Arrays.stream(CloseCode.values())
            .collect(Collectors.toMap(CloseCode::name, CloseCode::code));

    assertThat(codes)
        .isEqualTo(
            Map.ofEntries(
                Map.entry("NORMAL", 1000),
                Map.entry("GOING_AWAY", 1001),
                Map.entry("PROTOCOL_ERROR", 1002),
                Map.entry("UNSUPPORTED_DATA", 1003),
                Map.entry("INVALID_TEXT", 1007),
                Map.entry("TOO_LARGE", 1009),
                Map.entry("INTERNAL_ERROR", 1011),
                Map.entry("RESTART", 1012),
                Map.entry("OVERLOADED", 1013),
                Map.entry("TOKEN_EXPIRED", 4001),
                Map.entry("ATTACH_TIMEOUT", 4008),
                Map.entry("TOO_FAST", 4029),
                Map.entry("BAD_FRAME", 4500),
                Map.entry("TOKEN_REFUSED", 4501),
                Map.entry("FORBIDDEN", 4503),
                Map.entry("REPLACED", 4509),
                Map.entry("DEVICE_REVOKED", 4510)));
  }

  @Test
  void fromTheCodeAloneAClientKnowsWhetherToComeBack() {
    assertThat(CloseCode.values())
        .filteredOn(code -> !CloseCode.reconnect(code.code()))
        .containsExactlyInAnyOrder(
            CloseCode.BAD_FRAME,
            CloseCode.TOKEN_REFUSED,
            CloseCode.FORBIDDEN,
            CloseCode.REPLACED,
            CloseCode.DEVICE_REVOKED);
  }
}
