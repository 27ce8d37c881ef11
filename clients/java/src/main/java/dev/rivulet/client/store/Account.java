package dev.rivulet.client.store;

import java.util.UUID;

/// Who this device is and its tokens; `expiresAt` is that of the access token, in milliseconds.
public record Account(
    UUID user,
    String handle,
    String displayName,
    UUID device,
    String accessToken,
    String refreshToken,
    long expiresAt) {
  public Account with(String access, String refresh, long expires) {
    return new Account(user, handle, displayName, device, access, refresh, expires);
  }

  /// Without the tokens.
  @Override
  public String toString() {
    return "Account[user=" + user + ", handle=" + handle + ", device=" + device + "]";
  }
}
