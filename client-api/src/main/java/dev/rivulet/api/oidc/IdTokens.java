package dev.rivulet.api.oidc;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.jwk.source.JWKSourceBuilder;
import com.nimbusds.jose.proc.BadJOSEException;
import com.nimbusds.jose.proc.JWSVerificationKeySelector;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jose.util.DefaultResourceRetriever;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.nimbusds.jwt.proc.DefaultJWTProcessor;
import dev.rivulet.api.account.Identities.Identity;
import dev.rivulet.api.http.Problem;
import dev.rivulet.runtime.RateLimitedLog;
import java.net.MalformedURLException;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.slf4j.LoggerFactory;

/// Verifies ID tokens (OpenID Connect Core 1.0, section 3.1.3.7): signed by a key of the issuer
/// that they name, under one of three algorithms, for our audience, just issued and in force. What
/// a token's header says about keys' addresses is not read.
final class IdTokens {
  private static final RateLimitedLog LOG =
      new RateLimitedLog(LoggerFactory.getLogger(IdTokens.class));
  private static final Set<JWSAlgorithm> ALGORITHMS =
      Set.of(JWSAlgorithm.RS256, JWSAlgorithm.PS256, JWSAlgorithm.ES256);
  private static final Duration SKEW = Duration.ofSeconds(30);

  /// A token is exchanged right after it was issued; an old one was kept by somebody.
  private static final Duration AGE_MAX = Duration.ofMinutes(10);

  private static final int CHARS_MAX = 16 << 10;
  private static final int SUBJECT_CHARS_MAX = 255;
  private static final int KEYS_BYTES_MAX = 256 << 10;
  private static final int KEYS_TIMEOUT_MS = 2000;

  private final InstantSource clock;
  private final Map<String, Trusted> trusted = new HashMap<>();

  private record Trusted(Issuer issuer, DefaultJWTProcessor<SecurityContext> processor) {}

  IdTokens(List<Issuer> issuers, InstantSource clock) {
    this.clock = clock;
    for (Issuer issuer : issuers) {
      trusted.put(issuer.name(), new Trusted(issuer, processor(issuer)));
    }
  }

  private static DefaultJWTProcessor<SecurityContext> processor(Issuer issuer) {
    DefaultJWTProcessor<SecurityContext> processor = new DefaultJWTProcessor<>();
    processor.setJWSKeySelector(new JWSVerificationKeySelector<>(ALGORITHMS, keys(issuer)));
    // The claims are judged here, by our clock.
    processor.setJWTClaimsSetVerifier((_, _) -> {});
    return processor;
  }

  private static JWKSource<SecurityContext> keys(Issuer issuer) {
    try {
      DefaultResourceRetriever retriever =
          new DefaultResourceRetriever(KEYS_TIMEOUT_MS, KEYS_TIMEOUT_MS, KEYS_BYTES_MAX);
      return JWKSourceBuilder.<SecurityContext>create(issuer.keys().toURL(), retriever).build();
    } catch (MalformedURLException e) {
      throw new IllegalArgumentException("api.oidc-issuers: " + issuer.keys(), e);
    }
  }

  Identity verify(String text) {
    try {
      if (text.length() > CHARS_MAX) {
        throw invalid();
      }
      SignedJWT token = SignedJWT.parse(text);
      String name = token.getJWTClaimsSet().getIssuer();
      Trusted by = name == null ? null : trusted.get(name);
      if (by == null) {
        throw invalid();
      }
      return judge(by.processor().process(token, null), by.issuer());
    } catch (ParseException | BadJOSEException | IllegalArgumentException notOne) {
      throw invalid();
    } catch (JOSEException keysAway) {
      LOG.warn("keys", "an issuer's keys cannot be read: {}", keysAway.toString());
      throw Problem.unavailable();
    }
  }

  private Identity judge(JWTClaimsSet claims, Issuer issuer) throws ParseException {
    Instant now = clock.instant();
    Date issued = claims.getIssueTime();
    Date expires = claims.getExpirationTime();
    Date notBefore = claims.getNotBeforeTime();
    String subject = claims.getSubject();
    if (issued == null || expires == null || subject == null || subject.isBlank()) {
      throw invalid();
    }
    boolean inForce =
        !issued.toInstant().isAfter(now.plus(SKEW))
            && !issued.toInstant().plus(AGE_MAX).isBefore(now)
            && !expires.toInstant().plus(SKEW).isBefore(now)
            && (notBefore == null || !notBefore.toInstant().isAfter(now.plus(SKEW)));
    if (!inForce || !isForUs(claims, issuer) || subject.length() > SUBJECT_CHARS_MAX) {
      throw invalid();
    }
    return new Identity(issuer.name(), subject);
  }

  /// With several audiences the token says for which of them it was made.
  private static boolean isForUs(JWTClaimsSet claims, Issuer issuer) throws ParseException {
    List<String> audience = claims.getAudience();
    String party = claims.getStringClaim("azp");
    return audience.contains(issuer.audience())
        && (audience.size() == 1 || party != null)
        && (party == null || party.equals(issuer.audience()));
  }

  private static Problem invalid() {
    return Problem.of(401, "invalid-token");
  }
}
