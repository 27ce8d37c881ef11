package dev.rivulet.api.token;

import dev.rivulet.contracts.id.Ids;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.UUID;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// Ids that follow from a request's `Idempotency-Key`, so that a sign-up or a log-in whose answer
/// was lost makes no second account or device. Nobody without our key can tell which they are.
public final class KeyedIds {
  private static final String MAC = "HmacSHA256";
  private static final String ACCOUNT = "rivulet.account.v1";
  private static final String DEVICE = "rivulet.device.v1";

  private final SecretKeySpec secret;

  public KeyedIds(SigningKeys keys) {
    this.secret = new SecretKeySpec(keys.refreshKey(), MAC);
  }

  public UUID account(String handle, String key) {
    return derived(ACCOUNT, handle.getBytes(StandardCharsets.UTF_8), key);
  }

  public UUID device(UUID user, String key) {
    return derived(DEVICE, Ids.array(user), key);
  }

  /// Looks random (version 4), as the others do.
  private UUID derived(String domain, byte[] scope, String key) {
    try {
      Mac mac = Mac.getInstance(MAC);
      mac.init(secret);
      mac.update(domain.getBytes(StandardCharsets.UTF_8));
      mac.update(ByteBuffer.allocate(Integer.BYTES).putInt(scope.length).flip());
      mac.update(scope);
      ByteBuffer hash = ByteBuffer.wrap(mac.doFinal(key.getBytes(StandardCharsets.UTF_8)));
      long high = (hash.getLong() & 0xffffffffffff0fffL) | 0x4000L;
      long low = (hash.getLong() & 0x3fffffffffffffffL) | 0x8000000000000000L;
      return new UUID(high, low);
    } catch (GeneralSecurityException everyJdkHasIt) {
      throw new IllegalStateException(everyJdkHasIt);
    }
  }
}
