package dev.rivulet.contracts.media;

import java.nio.charset.StandardCharsets;
import java.security.InvalidKeyException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// Secret keys for HMAC-SHA-256, each with an id. The first signs, all verify: a new key is added
/// behind the others everywhere, then moved to the front, and an old one removed when nothing that
/// it signed is used any more.
///
/// Safe for use by many threads.
public final class MediaKeys {
  private static final String ALGORITHM = "HmacSHA256";
  private static final int KEY_BYTES_MIN = 32;
  private static final int KEYS_MAX = 16;
  private static final Pattern KEY =
      Pattern.compile("([A-Za-z0-9_-]{1,32})(?:\\s+|:)([A-Za-z0-9+/=]+)");
  private static final Pattern BETWEEN = Pattern.compile("[\\n\\r,]+");

  private final String signing;
  private final Map<String, SecretKeySpec> keys;

  private MediaKeys(Map<String, SecretKeySpec> keys) {
    this.keys = keys;
    this.signing = keys.keySet().iterator().next();
  }

  /// Reads lines of a key id, a blank and at least 32 bytes in base64. Empty lines and those that
  /// begin with `#` are skipped, as in HAProxy's map files: it reads the same file. In a variable
  /// they may also be written `id:base64,id:base64`.
  public static MediaKeys parse(String text) {
    var keys = new LinkedHashMap<String, SecretKeySpec>();
    BETWEEN
        .splitAsStream(text)
        .map(String::strip)
        .filter(line -> !line.isEmpty() && !line.startsWith("#"))
        .forEach(line -> add(keys, line));
    if (keys.isEmpty() || keys.size() > KEYS_MAX) {
      throw new IllegalArgumentException("1 to 16 media keys, not " + keys.size());
    }
    return new MediaKeys(keys);
  }

  /// Never names what stands in the line: it is a secret.
  private static void add(Map<String, SecretKeySpec> keys, String line) {
    var parts = KEY.matcher(line);
    if (!parts.matches()) {
      throw new IllegalArgumentException("a line of media keys is not an id and base64");
    }
    var bytes = Base64.getDecoder().decode(parts.group(2));
    if (bytes.length < KEY_BYTES_MIN) {
      throw new IllegalArgumentException("a media key has at least 32 bytes: " + parts.group(1));
    }
    if (keys.put(parts.group(1), new SecretKeySpec(bytes, ALGORITHM)) != null) {
      throw new IllegalArgumentException("two media keys of one id: " + parts.group(1));
    }
  }

  /// The id of the key that signs.
  String signing() {
    return signing;
  }

  boolean knows(String key) {
    return keys.containsKey(key);
  }

  /// HMAC-SHA-256 of the text.
  ///
  /// @throws IllegalArgumentException if the key is not known
  byte[] mac(String key, String text) {
    var secret = keys.get(key);
    if (secret == null) {
      throw new IllegalArgumentException("no media key: " + key);
    }
    try {
      var mac = Mac.getInstance(ALGORITHM);
      mac.init(secret);
      return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException | InvalidKeyException everyJdkHasIt) {
      throw new IllegalStateException(everyJdkHasIt);
    }
  }

  /// In constant time for an equal length.
  boolean verifies(String key, String text, byte[] mac) {
    return knows(key) && MessageDigest.isEqual(mac(key, text), mac);
  }
}
