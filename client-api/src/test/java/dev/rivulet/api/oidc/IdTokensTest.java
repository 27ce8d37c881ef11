package dev.rivulet.api.oidc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rivulet.api.account.Identities.Identity;
import dev.rivulet.api.http.Problem;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Date;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class IdTokensTest {
  private static final String ONE = "https://one.example";
  private static final String TWO = "https://two.example";

  private final TestIssuer one = new TestIssuer(ONE);
  private final TestIssuer two = new TestIssuer(TWO);
  private final IdTokens tokens =
      new IdTokens(
          List.of(Issuer.parse(one.line()), Issuer.parse(two.line())), InstantSource.system());

  @AfterEach
  void close() {
    one.close();
    two.close();
  }

  @Test
  void theSameSubjectOfTwoIssuersIsTwoPeople() {
    assertThat(tokens.verify(one.token("7"))).isEqualTo(new Identity(ONE, "7"));
    assertThat(tokens.verify(two.token("7"))).isEqualTo(new Identity(TWO, "7"));
  }

  @Test
  void anIssuerSignsForItselfAlone() {
    refuses(two.token("7", claims -> claims.issuer(ONE)));
    refuses(one.token("7", claims -> claims.issuer("https://three.example")));
    refuses(one.token("7", claims -> claims.issuer(null)));
  }

  @Test
  void whatIsForSomebodyElseIsRefused() {
    refuses(one.token("7", claims -> claims.audience("another-client")));
    refuses(one.token("7", claims -> claims.audience((String) null)));
    refuses(one.token("7", claims -> claims.audience(List.of(TestIssuer.AUDIENCE, "other"))));
    refuses(one.token("7", claims -> claims.claim("azp", "other")));
    assertThat(
            tokens.verify(
                one.token(
                    "7",
                    claims ->
                        claims
                            .audience(List.of(TestIssuer.AUDIENCE, "other"))
                            .claim("azp", TestIssuer.AUDIENCE))))
        .isEqualTo(new Identity(ONE, "7"));
  }

  @Test
  void whatIsNotInForceIsRefused() {
    Instant now = Instant.now();
    refuses(one.token("7", claims -> claims.expirationTime(ago(now, Duration.ofMinutes(1)))));
    refuses(one.token("7", claims -> claims.expirationTime(null)));
    refuses(one.token("7", claims -> claims.issueTime(ago(now, Duration.ofMinutes(11)))));
    refuses(one.token("7", claims -> claims.issueTime(ago(now, Duration.ofMinutes(-2)))));
    refuses(one.token("7", claims -> claims.notBeforeTime(ago(now, Duration.ofMinutes(-2)))));
    refuses(one.token("", _ -> {}));
  }

  @Test
  void whatIsNoTokenIsRefused() {
    for (String text : List.of("", "a.b.c", "x".repeat(20_000), one.token("7") + "x")) {
      refuses(text);
    }
    String unsigned = "eyJhbGciOiJub25lIn0.eyJpc3MiOiJodHRwczovL29uZS5leGFtcGxlIiwic3ViIjoiNyJ9.";
    refuses(unsigned);
  }

  private static Date ago(Instant now, Duration time) {
    return Date.from(now.minus(time));
  }

  private void refuses(String token) {
    assertThatThrownBy(() -> tokens.verify(token))
        .isInstanceOfSatisfying(
            Problem.class, problem -> assertThat(problem.code()).isEqualTo("invalid-token"));
  }
}
