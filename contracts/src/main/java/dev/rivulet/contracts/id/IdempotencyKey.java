package dev.rivulet.contracts.id;

import dev.rivulet.contracts.Bounds;
import java.util.Optional;
import java.util.regex.Pattern;

/// The header `Idempotency-Key` (draft-ietf-httpapi-idempotency-key-header-07): a structured string
/// in quotes, or the same without them. It is what a client calls one request, to repeat it.
public final class IdempotencyKey {
  public static final String HEADER = "Idempotency-Key";

  /// For whoever gave something else.
  public static final String WRONG =
      "%s has 1 to %d visible ASCII characters"
          .formatted(HEADER, Bounds.CLIENT_MESSAGE_ID_CHARS_MAX);

  private static final String CHARS = "{1," + Bounds.CLIENT_MESSAGE_ID_CHARS_MAX + "}";
  private static final Pattern FORM =
      Pattern.compile("\"([!#-\\[\\]-~]" + CHARS + ")\"|([!#-~]" + CHARS + ")");

  private IdempotencyKey() {}

  /// The key without quotes; empty if the header is none.
  public static Optional<String> read(String header) {
    var form = FORM.matcher(header);
    if (!form.matches()) {
      return Optional.empty();
    }
    return Optional.of(form.group(1) == null ? form.group(2) : form.group(1));
  }
}
