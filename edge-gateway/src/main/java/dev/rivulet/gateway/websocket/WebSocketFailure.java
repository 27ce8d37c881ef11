package dev.rivulet.gateway.websocket;

import dev.rivulet.contracts.CloseCode;

/// The peer broke the protocol or a limit; the connection ends with the code.
final class WebSocketFailure extends Exception {
  private static final long serialVersionUID = 1L;

  private final CloseCode code;

  /// With a reason for the peer's author: fixed words of ours.
  WebSocketFailure(CloseCode code, String reason) {
    super(reason, null, false, false);
    this.code = code;
  }

  CloseCode code() {
    return code;
  }

  String reason() {
    return String.valueOf(getMessage());
  }
}
