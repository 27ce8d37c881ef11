package dev.rivulet.api.http;

import dev.rivulet.contracts.Bounds;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The header `Idempotency-Key` (draft-ietf-httpapi-idempotency-key-header-07): a structured string
/// in quotes, or the same without them.
public final class IdempotencyKey {
  private static final String CHARS = "{1," + Bounds.CLIENT_MESSAGE_ID_CHARS_MAX + "}";
  private static final Pattern FORM =
      Pattern.compile("\"([!#-\\[\\]-~]" + CHARS + ")\"|([!#-~]" + CHARS + ")");

  private IdempotencyKey() {}

  /// What the client calls this request, without quotes; empty when it has no name for it.
  public static Optional<String> of(Request request) {
    return request.header("Idempotency-Key").map(IdempotencyKey::read);
  }

  private static String read(String given) {
    Matcher form = FORM.matcher(given);
    if (!form.matches()) {
      throw Problem.badRequest("Idempotency-Key has 1 to 64 visible ASCII characters");
    }
    return form.group(1) == null ? form.group(2) : form.group(1);
  }
}
