package dev.rivulet.api.token;

import java.util.UUID;

/// A refresh token that this installation issued, now or earlier. `text` is what the client holds
/// and is never stored or logged; `hash` is what the store compares.
public record RefreshToken(UUID user, UUID device, String text, TokenHash hash) {
  @Override
  public String toString() {
    return "RefreshToken of " + device;
  }
}
