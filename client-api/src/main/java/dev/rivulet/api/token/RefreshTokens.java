package dev.rivulet.api.token;

import dev.rivulet.contracts.id.Ids;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import java.util.UUID;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// Makes and reads refresh tokens: user id, device id, a secret of 32 bytes and a tag of 16, as
/// base64url.
///
/// The first secret of a device is random, each later one is a keyed hash of the one before. So the
/// same token leads to the same successor: a client whose answer was lost, or whose two tabs ask at
/// once, gets one token and not two that fight. The tag shows that we issued the token; without it
/// anybody who knows the two ids, which are no secrets, could have a device revoked by presenting a
/// made-up "older" token.
public final class RefreshTokens {
  private static final String MAC = "HmacSHA256";
  private static final byte TAG_DOMAIN = 1;
  private static final byte SUCCESSOR_DOMAIN = 2;
  private static final int SECRET_BYTES = 32;
  private static final int TAG_BYTES = 16;
  private static final int TAGGED_BYTES = 2 * Ids.BYTES + SECRET_BYTES;
  private static final int BYTES = TAGGED_BYTES + TAG_BYTES;

  private final SecretKeySpec key;
  private final SecureRandom random = new SecureRandom();

  public RefreshTokens(SigningKeys keys) {
    this.key = new SecretKeySpec(keys.refreshKey(), MAC);
  }

  /// The first token of a device, or of a new log-in on it.
  public RefreshToken first(UUID user, UUID device) {
    byte[] secret = new byte[SECRET_BYTES];
    random.nextBytes(secret);
    return token(user, device, secret);
  }

  public RefreshToken successor(RefreshToken token) {
    byte[] whole = Base64.getUrlDecoder().decode(token.text());
    byte[] tagged = Arrays.copyOf(whole, TAGGED_BYTES);
    return token(token.user(), token.device(), mac(SUCCESSOR_DOMAIN, tagged));
  }

  /// Empty when we did not issue it.
  public Optional<RefreshToken> parse(String text) {
    byte[] whole;
    try {
      whole = Base64.getUrlDecoder().decode(text);
    } catch (IllegalArgumentException notBase64) {
      return Optional.empty();
    }
    if (whole.length != BYTES) {
      return Optional.empty();
    }
    byte[] tagged = Arrays.copyOf(whole, TAGGED_BYTES);
    byte[] tag = Arrays.copyOfRange(whole, TAGGED_BYTES, BYTES);
    if (!MessageDigest.isEqual(tag, tag(tagged))) {
      return Optional.empty();
    }
    UUID user = Ids.uuid(Arrays.copyOfRange(tagged, 0, Ids.BYTES));
    UUID device = Ids.uuid(Arrays.copyOfRange(tagged, Ids.BYTES, 2 * Ids.BYTES));
    byte[] secret = Arrays.copyOfRange(tagged, 2 * Ids.BYTES, TAGGED_BYTES);
    return Optional.of(new RefreshToken(user, device, text, TokenHash.of(secret)));
  }

  private RefreshToken token(UUID user, UUID device, byte[] secret) {
    byte[] tagged =
        ByteBuffer.allocate(TAGGED_BYTES)
            .put(Ids.array(user))
            .put(Ids.array(device))
            .put(secret)
            .array();
    byte[] whole = ByteBuffer.allocate(BYTES).put(tagged).put(tag(tagged)).array();
    String text = Base64.getUrlEncoder().withoutPadding().encodeToString(whole);
    return new RefreshToken(user, device, text, TokenHash.of(secret));
  }

  private byte[] tag(byte[] tagged) {
    return Arrays.copyOf(mac(TAG_DOMAIN, tagged), TAG_BYTES);
  }

  private byte[] mac(byte domain, byte[] input) {
    try {
      Mac mac = Mac.getInstance(MAC);
      mac.init(key);
      mac.update(domain);
      return mac.doFinal(input);
    } catch (GeneralSecurityException everyJdkHasIt) {
      throw new IllegalStateException(everyJdkHasIt);
    }
  }
}
