package dev.rivulet.token;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.OctetKeyPair;
import com.nimbusds.jose.util.Base64URL;
import com.nimbusds.jwt.SignedJWT;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Keys of both algorithms in one set, each good for its own alone.
class KeyAlgorithmTest {
  private static final Instant NOW = Instant.parse("2026-06-01T12:00:00Z");
  private static final UUID ANN = new UUID(1, 1);
  private static final UUID PHONE = new UUID(3, 3);
  private static final String RFC_8037 =
      """
      {"kty":"OKP","crv":"Ed25519","kid":"rfc",
       "d":"nWGxne_9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A",
       "x":"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"}
      """;

  private final TestTokens ec = new TestTokens("ec", KeyAlgorithm.ES256);
  private final TestTokens okp = new TestTokens("okp", KeyAlgorithm.EDDSA);
  private final PublishedKeys keys =
      new PublishedKeys(() -> published(ec.key(), okp.key()), System::nanoTime);
  private final TokenVerifier verifier =
      new TokenVerifier(keys, "rivulet", "rivulet", InstantSource.fixed(NOW));

  private static String published(JWK... keys) {
    return new JWKSet(List.of(keys)).toPublicJWKSet().toString();
  }

  @Test
  void eachKeyIsGoodForItsOwnAlgorithm() {
    assertThat(verifier.verify(ec.token(ANN, PHONE, NOW))).isInstanceOf(Verdict.Valid.class);
    assertThat(verifier.verify(okp.token(ANN, PHONE, NOW))).isInstanceOf(Verdict.Valid.class);
  }

  @ParameterizedTest
  @EnumSource(KeyAlgorithm.class)
  void aHeaderChoosesNoAlgorithm(KeyAlgorithm algorithm) throws Exception {
    TestTokens ours = algorithm == KeyAlgorithm.ES256 ? ec : okp;
    TestTokens other = algorithm == KeyAlgorithm.ES256 ? okp : ec;
    // As HMAC keys: all that is public of the key.
    List<byte[]> secrets = new ArrayList<>();
    secrets.add(ours.key().toPublicJWK().toJSONString().getBytes(StandardCharsets.UTF_8));
    secrets.add(published(ours.key(), other.key()).getBytes(StandardCharsets.UTF_8));
    if (ours.key() instanceof OctetKeyPair pair) {
      secrets.add(pair.getX().decode());
    }
    for (byte[] secret : secrets) {
      isRefused(ours, JWSAlgorithm.HS256, new MACSigner(secret));
    }
    SigningKey foreign = SigningKey.of(other.key()).orElseThrow();
    isRefused(ours, foreign.algorithm(), foreign.signer());
    SigningKey own = SigningKey.of(ours.key()).orElseThrow();
    SignedJWT good = SignedJWT.parse(ours.token(ANN, PHONE, NOW));
    for (String name : List.of("none", "HS256", "RS256", "PS256", "ES384", "ed25519", "es256")) {
      String header =
          "{\"alg\":\"%s\",\"typ\":\"at+jwt\",\"kid\":\"%s\"}".formatted(name, own.id());
      isRefused(Base64URL.encode(header) + "." + good.getPayload().toBase64URL() + ".");
      isRefused(
          Base64URL.encode(header)
              + "."
              + good.getPayload().toBase64URL()
              + "."
              + good.getSignature());
    }
    String[] parts = good.serialize().split("\\.", -1);
    isRefused(parts[0] + "." + parts[1] + ".");
    isRefused(parts[0] + "." + parts[1] + "." + Base64URL.encode(new byte[64]));
    isRefused(parts[0] + "." + parts[1] + "." + parts[2] + "AA");
  }

  private void isRefused(TestTokens named, JWSAlgorithm algorithm, JWSSigner signer)
      throws Exception {
    var header =
        new JWSHeader.Builder(algorithm)
            .type(new JOSEObjectType("at+jwt"))
            .keyID(named.key().getKeyID())
            .jwk(named.key().toPublicJWK())
            .build();
    var jwt = new SignedJWT(header, TestTokens.claims(ANN, PHONE, NOW).build());
    jwt.sign(signer);
    isRefused(jwt.serialize());
  }

  private void isRefused(String token) {
    assertThat(verifier.verify(token)).as(token).isEqualTo(new Verdict.Refused());
  }

  @Test
  void aKeyThatSaysItIsForAnotherAlgorithmIsNotUsed() {
    JWK key =
        new OctetKeyPair.Builder((OctetKeyPair) okp.key()).algorithm(JWSAlgorithm.ES256).build();
    assertThat(VerificationKey.of(key)).isEmpty();
  }

  /// RFC 8037 appendix A.4.
  @Test
  void ed25519SignsAsTheStandardSays() throws Exception {
    JWK key = JWK.parse(RFC_8037);
    var header = JWSHeader.parse("{\"alg\":\"EdDSA\"}");
    byte[] input =
        "eyJhbGciOiJFZERTQSJ9.RXhhbXBsZSBvZiBFZDI1NTE5IHNpZ25pbmc"
            .getBytes(StandardCharsets.US_ASCII);
    var signature =
        new Base64URL(
            "hgyY0il_MGCjP0JzlnLWG1PPOt7-09PGcvMg3AIbQR6dWbhijcNR4ki4iylGjg5BhVsPt"
                + "9g7sVvpAr_MuM0KAg");
    assertThat(SigningKey.of(key).orElseThrow().signer().sign(header, input)).isEqualTo(signature);
    assertThat(VerificationKey.of(key).orElseThrow().verifier().verify(header, input, signature))
        .isTrue();
  }
}
