package dev.rivulet.api.token;

import dev.rivulet.token.AccessToken;
import dev.rivulet.token.TokenSigner;
import dev.rivulet.token.TokenVerifier;
import dev.rivulet.token.Verdict;
import java.time.Duration;
import java.time.InstantSource;

/// Issues access tokens, and judges them with the keys at hand.
public final class AccessTokens {
  private final SigningKeys keys;
  private final TokenSigner signer;
  private final TokenVerifier verifier;
  private final Duration lifetime;
  private final InstantSource clock;

  public AccessTokens(
      SigningKeys keys, String issuer, String audience, Duration lifetime, InstantSource clock) {
    this.keys = keys;
    this.signer = new TokenSigner(issuer, audience);
    this.verifier = new TokenVerifier(keys, issuer, audience, clock);
    this.lifetime = lifetime;
    this.clock = clock;
  }

  public Duration lifetime() {
    return lifetime;
  }

  public String issue(Caller caller) {
    long now = clock.instant().getEpochSecond();
    var token = new AccessToken(caller.user(), caller.device(), now, now + lifetime.toSeconds());
    return signer.sign(token, keys.current());
  }

  public Verdict verify(String text) {
    return verifier.verify(text);
  }
}
