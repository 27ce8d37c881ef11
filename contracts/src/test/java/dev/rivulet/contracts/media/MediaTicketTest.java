package dev.rivulet.contracts.media;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.rivulet.contracts.Bounds;
import dev.rivulet.contracts.id.Ids;
import dev.rivulet.contracts.log.Attachment;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class MediaTicketTest {
  private static final String OLD = "k1 MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE=";
  private static final String NEW = "k2 YWJjZGVmZ2hpamFiY2RlZmdoaWphYmNkZWZnaGlqYWI=";
  private static final MediaKeys KEYS = MediaKeys.parse(OLD);

  @Test
  void whatWasSignedIsReadBack() {
    var ticket = MediaTicket.sign(facts().build(), KEYS);

    assertThat(MediaTicket.verify(ticket, KEYS)).contains(facts().build());
    assertThat(ticket)
        .isEqualTo(
            "v1.k1.ChAAAAAAAAAAAQAAAAAAAAACEhAAAAAAAAAAAwAAAAAAAAAEGPCiBCIKaW1hZ2Uvd2VicCgB"
                + ".aJd3F3Zljeo5IO-zxCv6bwfEBGVq3z3Wp-0W0nALkmw");
  }

  @Test
  void everyChangedCharacterMakesItInvalid() {
    var ticket = MediaTicket.sign(facts().build(), KEYS);
    // Not the last one: two of its bits are not part of any byte.
    for (int at = 0; at < ticket.length() - 1; at++) {
      char other = ticket.charAt(at) == 'A' ? 'B' : 'A';
      var changed = ticket.substring(0, at) + other + ticket.substring(at + 1);
      assertThat(MediaTicket.verify(changed, KEYS)).as(changed).isEmpty();
    }
    assertThat(MediaTicket.verify(ticket + "A", KEYS)).isEmpty();
    assertThat(MediaTicket.verify("", KEYS)).isEmpty();
    assertThat(MediaTicket.verify("v1.k1..", KEYS)).isEmpty();
  }

  @Test
  void theFirstKeySignsAndAllVerify() {
    var before = MediaTicket.sign(facts().build(), KEYS);
    var rotated = MediaKeys.parse("# newest first\n" + NEW + "\n\n" + OLD + "\n");

    assertThat(MediaTicket.verify(before, rotated)).isPresent();
    var variable = MediaKeys.parse(NEW.replace(' ', ':') + "," + OLD.replace(' ', ':'));
    assertThat(MediaTicket.verify(before, variable)).isPresent();
    assertThat(MediaTicket.sign(facts().build(), rotated)).startsWith("v1.k2.");
    assertThat(MediaTicket.verify(before, MediaKeys.parse(NEW))).isEmpty();
    var sameIdOtherKey = MediaKeys.parse(NEW.replace("k2", "k1"));
    assertThat(MediaTicket.verify(before, sameIdOtherKey)).isEmpty();
  }

  @Test
  void theLongestFactsStayWithinTheLongestTicket() {
    var longest =
        facts()
            .setType("x".repeat(Bounds.MEDIA_TYPE_CHARS_MAX))
            .setName("x".repeat(Bounds.MEDIA_NAME_BYTES_MAX))
            .setPlaceholder("€".repeat(Bounds.MEDIA_PLACEHOLDER_CHARS_MAX / 2))
            .setSize(Long.MAX_VALUE)
            .setExpires(Long.MAX_VALUE)
            .setWidth(Integer.MAX_VALUE)
            .setHeight(Integer.MAX_VALUE)
            .setDurationMs(Long.MAX_VALUE)
            .build();

    var ticket = MediaTicket.sign(longest, KEYS);
    assertThat(ticket.length()).isLessThanOrEqualTo(MediaTicket.CHARS_MAX);
    assertThat(MediaTicket.verify(ticket, KEYS)).contains(longest);
  }

  @Test
  void factsThatAreNoneAreNotSigned() {
    refuses(facts().clearId());
    refuses(facts().clearOwner());
    refuses(facts().setSize(0));
    refuses(facts().setExpires(0));
    refuses(facts().clearType());
    refuses(facts().setWidth(-1));
    refuses(facts().setName("x".repeat(Bounds.MEDIA_NAME_BYTES_MAX + 1)));
  }

  @Test
  void keysThatAreNoneAreRefusedWithoutBeingNamed() {
    for (var text :
        new String[] {"", "# nothing", "k1", "k1 secret!", "k1 c2hvcnQ=", OLD + "\n" + OLD}) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> MediaKeys.parse(text))
          .withMessageNotContainingAny("secret", "c2hvcnQ", "MDEyMzQ1");
    }
  }

  private static void refuses(Attachment.Builder facts) {
    assertThatIllegalArgumentException().isThrownBy(() -> MediaTicket.sign(facts.build(), KEYS));
  }

  private static Attachment.Builder facts() {
    return Attachment.newBuilder()
        .setId(Ids.bytes(new UUID(1, 2)))
        .setOwner(Ids.bytes(new UUID(3, 4)))
        .setSize(70_000)
        .setType("image/webp")
        .setExpires(1);
  }
}
