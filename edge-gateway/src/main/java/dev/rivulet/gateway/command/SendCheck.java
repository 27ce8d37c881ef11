package dev.rivulet.gateway.command;

import dev.rivulet.contracts.Bounds;
import dev.rivulet.contracts.RefusalCode;
import dev.rivulet.contracts.frame.ClientFrame;
import java.util.Optional;

/// What can be refused before the log, because the frame alone shows it.
public final class SendCheck {
  /// Why a send goes no further.
  ///
  /// @param detail for the client's author
  public record Refusal(RefusalCode code, String detail) {}

  private SendCheck() {}

  public static Optional<Refusal> check(ClientFrame.Send send) {
    if (!isId(send.id())) {
      return refuse(RefusalCode.BAD_FRAME, "id is not 1 to 64 characters of ASCII 0x21 to 0x7e");
    }
    if (send.text().isEmpty() && send.media().isEmpty()) {
      return refuse(RefusalCode.EMPTY, "neither text nor media");
    }
    if (hasLoneSurrogate(send.text())) {
      return refuse(RefusalCode.BAD_FRAME, "text is not Unicode");
    }
    if (utf8Bytes(send.text()) > Bounds.CONTENT_BYTES_MAX) {
      return refuse(RefusalCode.TOO_LARGE, "text is over 65535 bytes of UTF-8");
    }
    if (send.mentions().size() > Bounds.MENTIONS_MAX) {
      return refuse(RefusalCode.TOO_LARGE, "more than 50 mentions");
    }
    if (send.media().size() > Bounds.MEDIA_MAX) {
      return refuse(RefusalCode.TOO_LARGE, "more than 10 media");
    }
    return Optional.empty();
  }

  /// Whether a text may be a client message id.
  public static boolean isId(String id) {
    return !id.isEmpty()
        && id.length() <= Bounds.CLIENT_MESSAGE_ID_CHARS_MAX
        && id.chars().allMatch(it -> it >= 0x21 && it <= 0x7e);
  }

  private static boolean hasLoneSurrogate(String text) {
    return text.codePoints()
        .anyMatch(it -> it >= Character.MIN_SURROGATE && it <= Character.MAX_SURROGATE);
  }

  private static int utf8Bytes(String text) {
    return text.codePoints().map(it -> it < 0x80 ? 1 : it < 0x800 ? 2 : it < 0x10000 ? 3 : 4).sum();
  }

  private static Optional<Refusal> refuse(RefusalCode code, String detail) {
    return Optional.of(new Refusal(code, detail));
  }
}
