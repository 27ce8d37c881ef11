package dev.rivulet.contracts.media;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Locale;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class MediaUrlTest {
  private static final UUID MEDIA = UUID.fromString("0b5e0c1a-3f7d-4a53-8a42-0c5f0e5b7a11");
  private static final Instant NOW = Instant.ofEpochSecond(1_781_000_010);
  private static final MediaKeys KEYS =
      MediaKeys.parse("k1 MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE=");
  private static final String SIGNED =
      "/v1/media/0b5e0c1a-3f7d-4a53-8a42-0c5f0e5b7a11/display?expires=1781000280&key=k1";

  /// By `printf %s "$signed" | openssl dgst -sha256 -hmac 01234567890123456789012345678901`.
  private static final String URL =
      SIGNED + "&signature=f32145ebd15c66ab50dda95e082799734cc03501c25173a5796319170a627919";

  @Test
  void addressIsThisLetterByLetter() {
    assertThat(MediaUrl.sign(MEDIA, MediaVariant.DISPLAY, NOW, KEYS)).isEqualTo(URL);
  }

  @Test
  void addressGivesItsVariantUntilItsTimeIsOver() {
    var end = Instant.ofEpochSecond(1_781_000_280);

    assertThat(MediaUrl.verify(URL, end.minusMillis(1), KEYS))
        .contains(new MediaUrl.Grant(MEDIA, MediaVariant.DISPLAY, end));
    assertThat(MediaUrl.verify(URL, end, KEYS)).isEmpty();
  }

  @Test
  void addressesRepeatAndWorkForFourToFiveMinutes() {
    for (int second = 0; second < 120; second++) {
      var now = NOW.plusSeconds(second);
      assertThat(MediaUrl.expires(now).getEpochSecond() - now.getEpochSecond())
          .isBetween(241L, 300L);
    }
    assertThat(MediaUrl.sign(MEDIA, MediaVariant.DISPLAY, NOW.plusSeconds(20), KEYS))
        .isEqualTo(URL);
  }

  @Test
  void anyOtherSpellingIsRefused() {
    for (int at = 0; at < URL.length(); at++) {
      char other = URL.charAt(at) == '1' ? '2' : '1';
      refused(URL.substring(0, at) + other + URL.substring(at + 1));
    }
    refused(SIGNED + "&signature=" + URL.substring(URL.length() - 64).toUpperCase(Locale.ROOT));
    refused(URL + "0");
    refused(URL + "&x=1");
    refused(URL.replace("/display", "/thumbnail"));
    refused(SIGNED);
    refused("");
  }

  private static void refused(String url) {
    assertThat(MediaUrl.verify(url, NOW, KEYS)).as(url).isEmpty();
  }
}
