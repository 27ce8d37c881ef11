package dev.rivulet.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class RateLimitedLogTest {
  private static final long SECOND = 1_000_000_000L;

  private final Logger logger = (Logger) LoggerFactory.getLogger("rate-limited");
  private final ListAppender<ILoggingEvent> lines = new ListAppender<>();
  private final AtomicLong nanos = new AtomicLong(-SECOND);
  private final RateLimitedLog log = new RateLimitedLog(logger, nanos::get);

  @BeforeEach
  void listen() {
    lines.start();
    logger.setAdditive(false);
    logger.addAppender(lines);
  }

  @AfterEach
  void leave() {
    logger.detachAppender(lines);
  }

  @Test
  void aKeyHasOneLineASecondWithTheCountOfThoseLeftOut() {
    for (int i = 0; i < 5; i++) {
      log.warn("away", "broker {} is away", i);
    }
    nanos.addAndGet(SECOND);
    log.warn("away", "broker {} is away", 5);

    assertThat(messages()).containsExactly("broker 0 is away", "broker 5 is away");
    assertThat(lines.list.get(0).getKeyValuePairs()).isNull();
    assertThat(lines.list.get(1).getKeyValuePairs()).hasToString("[suppressed=\"4\"]");
  }

  @Test
  void keysDoNotSilenceEachOther() {
    log.warn("a", "a");
    log.info("b", "b");

    assertThat(messages()).containsExactly("a", "b");
  }

  @Test
  void anExceptionIsKeptAsTheCause() {
    log.warn("away", "{} failed", "read", new IOException("gone"));

    assertThat(messages()).containsExactly("read failed");
    assertThat(lines.list.getFirst().getThrowableProxy().getMessage()).isEqualTo("gone");
  }

  @Test
  void keysBeyondTheBoundShareOne() {
    for (int i = 0; i < RateLimitedLog.KEYS_MAX + 10; i++) {
      log.warn("key-" + i, "line");
    }

    assertThat(lines.list).hasSize(RateLimitedLog.KEYS_MAX + 1);
  }

  private List<String> messages() {
    List<String> messages = new ArrayList<>();
    lines.list.forEach(event -> messages.add(event.getFormattedMessage()));
    return messages;
  }
}
