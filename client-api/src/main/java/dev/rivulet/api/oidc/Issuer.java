package dev.rivulet.api.oidc;

import java.net.URI;
import java.util.List;

/// An issuer that we trust: its name as it stands in `iss`, where its keys are, and which audience
/// its tokens must be for.
public record Issuer(String name, URI keys, String audience) {
  /// One line of the configuration: name, address of the key set and audience, with spaces between.
  ///
  /// @throws IllegalArgumentException if it is not three words, or the address is none
  public static Issuer parse(String line) {
    List<String> words = List.of(line.strip().split("\\s+"));
    if (words.size() != 3) {
      throw new IllegalArgumentException(
          "api.oidc-issuers: \"%s\" is not ISSUER KEYS-URI AUDIENCE".formatted(line));
    }
    URI keys = URI.create(words.get(1));
    if (!keys.isAbsolute()) {
      throw new IllegalArgumentException(
          "api.oidc-issuers: \"%s\" is not an address".formatted(words.get(1)));
    }
    return new Issuer(words.get(0), keys, words.get(2));
  }
}
