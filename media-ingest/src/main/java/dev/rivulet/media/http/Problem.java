package dev.rivulet.media.http;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// The answer to a request that was not done. `code` is stable and part of the protocol; `detail`
/// is for the client's author and holds nothing of ours.
public final class Problem extends RuntimeException {
  private static final long serialVersionUID = 1L;
  private static final Duration RETRY_UNAVAILABLE = Duration.ofSeconds(1);

  private final int status;
  private final String code;
  private final @Nullable String detail;
  private final @Nullable Duration retryAfter;

  private Problem(int status, String code, @Nullable String detail, @Nullable Duration retryAfter) {
    super(status + " " + code, null, false, false);
    this.status = status;
    this.code = code;
    this.detail = detail;
    this.retryAfter = retryAfter;
  }

  public static Problem of(int status, String code) {
    return new Problem(status, code, null, null);
  }

  public static Problem of(int status, String code, String detail) {
    return new Problem(status, code, detail, null);
  }

  public static Problem badRequest(String detail) {
    return of(400, "bad-request", detail);
  }

  public static Problem unauthorized() {
    return of(401, "unauthorized");
  }

  /// Not there, or not yours: both look the same.
  public static Problem unknownMedia() {
    return of(404, "unknown-media");
  }

  public static Problem tooLarge(String detail) {
    return of(413, "too-large", detail);
  }

  /// A kind of file that is not taken, or another than it is called.
  public static Problem unsupportedMedia(String detail) {
    return of(415, "unsupported-media", detail);
  }

  /// A file that is not what its kind must be; the detail is the reason.
  public static Problem badMedia(String reason) {
    return of(422, "bad-media", reason);
  }

  public static Problem tooBusy() {
    return new Problem(503, "too-busy", null, Duration.ofSeconds(5));
  }

  /// Something needed is away; the same request may succeed in a moment.
  public static Problem unavailable() {
    return new Problem(503, "unavailable", null, RETRY_UNAVAILABLE);
  }

  public static Problem internal() {
    return of(500, "internal");
  }

  public int status() {
    return status;
  }

  public String code() {
    return code;
  }

  public @Nullable String detail() {
    return detail;
  }

  public @Nullable Duration retryAfter() {
    return retryAfter;
  }
}
