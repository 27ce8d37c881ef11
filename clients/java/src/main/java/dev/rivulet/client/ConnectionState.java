package dev.rivulet.client;

/// Where a client stands with the gateway.
public enum ConnectionState {
  /// Not connected, and will try again after a while.
  WAITING,
  CONNECTING,
  /// Messages go out and come in; what was missed is still being fetched.
  ATTACHED,
  /// Everything up to now was received.
  LIVE,
  /// Closed, or told not to come again.
  ENDED
}
