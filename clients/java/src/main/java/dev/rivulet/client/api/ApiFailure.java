package dev.rivulet.client.api;

import org.jspecify.annotations.Nullable;

/// An HTTP operation that was not done. `code` is the stable one of the answer's problem document,
/// or `unreachable` (status 0) when there was no answer.
public final class ApiFailure extends RuntimeException {
  private static final long serialVersionUID = 1L;
  public static final String UNREACHABLE = "unreachable";

  private final int status;
  private final String code;
  private final long retryAfterMillis;

  public ApiFailure(int status, String code, @Nullable String detail, long retryAfterMillis) {
    super(detail == null ? code : code + ": " + detail);
    this.status = status;
    this.code = code;
    this.retryAfterMillis = retryAfterMillis;
  }

  static ApiFailure unreachable(Throwable cause) {
    var failure = new ApiFailure(0, UNREACHABLE, cause.toString(), 0);
    failure.initCause(cause);
    return failure;
  }

  public int status() {
    return status;
  }

  public String code() {
    return code;
  }

  /// When the server asks for a pause; 0 when it does not.
  public long retryAfterMillis() {
    return retryAfterMillis;
  }

  /// Whether the same request may succeed later.
  public boolean retryable() {
    return status == 0 || status == 429 || status >= 500;
  }
}
