package dev.rivulet.api.token;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.UUID;
import org.junit.jupiter.api.Test;

class RefreshTokensTest {
  private final UUID user = UUID.randomUUID();
  private final UUID device = UUID.randomUUID();
  private final RefreshTokens tokens = new RefreshTokens(SigningKeys.fresh());

  @Test
  void aTokenIsReadAsItWasMade() {
    RefreshToken token = tokens.first(user, device);
    assertThat(tokens.parse(token.text())).hasValue(token);
    assertThat(token.toString()).doesNotContain(token.text());
  }

  @Test
  void firstTokensAreRandom() {
    assertThat(tokens.first(user, device)).isNotEqualTo(tokens.first(user, device));
  }

  @Test
  void theSameTokenLeadsToTheSameSuccessor() {
    RefreshToken token = tokens.first(user, device);
    RefreshToken next = tokens.successor(token);
    assertThat(tokens.successor(token)).isEqualTo(next);
    assertThat(next.hash()).isNotEqualTo(token.hash());
    assertThat(tokens.parse(next.text())).hasValue(next);
  }

  @Test
  void aTokenThatWeDidNotIssueIsNone() {
    String text = tokens.first(user, device).text();
    char last = text.charAt(20);
    String changed = text.substring(0, 20) + (last == 'A' ? 'B' : 'A') + text.substring(21);
    String foreign = new RefreshTokens(SigningKeys.fresh()).first(user, device).text();
    for (String bad : new String[] {changed, foreign, "", "%", text + "AAAA"}) {
      assertThat(tokens.parse(bad)).as(bad).isEmpty();
    }
  }

  @Test
  void aHashSurvivesTheStore() {
    TokenHash hash = tokens.first(user, device).hash();
    assertThat(TokenHash.of(hash.bytes())).isEqualTo(hash);
  }
}
