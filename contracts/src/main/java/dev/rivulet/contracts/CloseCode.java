package dev.rivulet.contracts;

/// Why a WebSocket was closed. A client needs no table: 4000 to 4499 mean reconnect, 4500 to 4999
/// do not; the others are those of RFC 6455 section 7.4.1 and its IANA registry.
public enum CloseCode {
  NORMAL(1000),
  GOING_AWAY(1001),
  PROTOCOL_ERROR(1002),
  UNSUPPORTED_DATA(1003),
  INVALID_TEXT(1007),
  TOO_LARGE(1009),
  INTERNAL_ERROR(1011),
  /// Service restart: connect again after the time a `reconnect` frame gave.
  RESTART(1012),
  /// The client read too slowly, or the gateway has no room: connect again later and resume.
  OVERLOADED(1013),
  /// The access token expired: get a fresh one first.
  TOKEN_EXPIRED(4001),
  ATTACH_TIMEOUT(4008),
  /// Too many frames: wait, then connect again.
  TOO_FAST(4029),
  /// The frame before attach, or one that no correct client sends.
  BAD_FRAME(4500),
  TOKEN_REFUSED(4501),
  FORBIDDEN(4503),
  /// A newer session of the same device is attached.
  REPLACED(4509),
  DEVICE_REVOKED(4510);

  private final int code;

  CloseCode(int code) {
    this.code = code;
  }

  public int code() {
    return code;
  }

  /// Whether a client that was closed with this code should connect again by itself.
  public static boolean reconnect(int code) {
    return code < 4500 || code > 4999;
  }
}
