package dev.rivulet.client.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rivulet.client.api.MessageReceipts;
import dev.rivulet.contracts.frame.ServerFrame;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class TicksTest {
  private static final UUID HERE = new UUID(1, 1);

  private final Ticks ticks = new Ticks();

  @Test
  void inADirectConversationTheNewestLineIsToldOnceForEachStep() {
    ticks.said(HERE, 5);
    assertThat(ticks.news(direct(4, 3))).isEmpty();
    assertThat(ticks.news(direct(5, 4))).hasValue("  \u2713\u2713 delivered #5");
    assertThat(ticks.news(direct(5, 4))).isEmpty();
    assertThat(ticks.news(direct(6, 6))).hasValue("  \u2713\u2713 read      #5");
    assertThat(ticks.news(direct(5, 4))).isEmpty();
  }

  @Test
  void aNewLineBeginsAgain() {
    ticks.said(HERE, 5);
    assertThat(ticks.news(direct(5, 5))).isPresent();
    ticks.said(HERE, 6);
    assertThat(ticks.news(direct(5, 5))).isEmpty();
    assertThat(ticks.news(direct(6, 6))).isPresent();
  }

  @Test
  void inAGroupNumbersAreTold() {
    ticks.said(HERE, 7);
    var message = new ServerFrame.MessageStatus(7, 3, 2, 4);
    var older = new ServerFrame.MessageStatus(6, 4, 4, 4);
    assertThat(ticks.news(group(older, message)))
        .hasValue("  \u2713\u2713 #7 delivered 3 of 4, read 2 of 4");
    assertThat(ticks.news(group(message))).isEmpty();
    assertThat(ticks.news(group(older))).isEmpty();
  }

  @Test
  void whoSaidNothingIsToldNothing() {
    assertThat(ticks.news(direct(5, 5))).isEmpty();
    assertThat(ticks.last(HERE)).isZero();
  }

  @Test
  void namesCarryWhatHasReachedThem() {
    var user = new UUID(2, 2);
    assertThat(Ticks.of(new MessageReceipts.Receipt(user, true, true))).endsWith("read");
    assertThat(Ticks.of(new MessageReceipts.Receipt(user, true, false))).endsWith("delivered");
    assertThat(Ticks.of(new MessageReceipts.Receipt(user, false, false))).endsWith("sent");
    assertThat(Ticks.counts(new MessageReceipts(7, 2, 1, 0, List.of())))
        .isEqualTo("\u2713\u2713 #7 delivered 1 of 2, read 0 of 2");
  }

  private static ServerFrame.Status direct(long delivered, long read) {
    return new ServerFrame.Status(HERE, delivered, read, null);
  }

  private static ServerFrame.Status group(ServerFrame.MessageStatus... messages) {
    return new ServerFrame.Status(HERE, null, null, List.of(messages));
  }
}
