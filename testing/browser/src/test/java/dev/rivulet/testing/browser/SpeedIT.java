package dev.rivulet.testing.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Page;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/// How quick the page is with much to show; prints raw figures, and is run by `speed.sh` alone. The
/// account is made through the server, as anybody would.
@Tag("by-hand")
@Timeout(3_600)
@EnabledIfSystemProperty(named = "rivulet.speed", matches = "true")
class SpeedIT extends Scene {
  private static final int CONVERSATIONS = Integer.getInteger("rivulet.conversations", 5_000);
  private static final int MESSAGES = Integer.getInteger("rivulet.messages", 10_000);
  private static final int ROUNDS = 5;
  private static final int ROW_PX = 72;

  private static final String FRAMES =
      """
      async (pixels) => {
        const box = document.querySelector('.messages');
        const gaps = [], tasks = [];
        const observer = new PerformanceObserver((list) =>
          list.getEntries().forEach((entry) => tasks.push(entry.duration)));
        observer.observe({type: 'longtask'});
        let last = performance.now(), still = 0, top = box.scrollTop;
        while (still < 60 && gaps.length < 6000) {
          await new Promise(requestAnimationFrame);
          const now = performance.now();
          gaps.push(now - last);
          last = now;
          box.scrollTop -= pixels;
          still = box.scrollTop === top ? still + 1 : 0;
          top = box.scrollTop;
        }
        observer.disconnect();
        gaps.sort((a, b) => a - b);
        const at = (share) => gaps[Math.min(gaps.length - 1, Math.floor(gaps.length * share))];
        return [gaps.length, at(0.5), at(0.95), at(0.99), gaps.at(-1),
          gaps.filter((gap) => gap > 50).length, tasks.length,
          tasks.reduce((a, b) => Math.max(a, b), 0), document.querySelectorAll('.line').length];
      }
      """;

  @Test
  void manyConversationsAndALongOne() throws InterruptedException {
    cold();
    String handle = "ann" + Long.toString(System.currentTimeMillis(), 36);
    fill(handle);
    Visitor ann = kept(Visitor.come(browser(), stack().page(), handle, "Ann Miller"));
    long signing = System.nanoTime();
    ann.signIn();
    assertThat(ann.page().locator(".row").first()).isVisible();
    System.out.printf("new device: first rows %d ms after the click%n", millis(signing));
    ann.page()
        .waitForFunction(
            "pixels => document.querySelector('.rows-all')?.clientHeight >= pixels",
            CONVERSATIONS * ROW_PX,
            new Page.WaitForFunctionOptions().setTimeout(600_000));
    System.out.printf("new device: all conversations %d ms after the click%n", millis(signing));
    for (int round = 0; round < ROUNDS; round++) {
      opens(ann);
    }
    for (int pixels : new int[] {120, 600}) {
      opens(ann);
      ann.page().getByLabel("Search conversations").fill("Bob");
      ann.open("Bob Ortiz");
      ann.reads("Message " + (MESSAGES - 1) + " ");
      System.out.printf(
          "scrolling %d px a frame: frames, p50, p95, p99, longest ms, above 50 ms, long tasks,"
              + " longest task, rows in the page: %s%n",
          pixels, ann.page().evaluate(FRAMES, pixels));
    }
  }

  private void fill(String handle) throws InterruptedException {
    try (Filler ann = new Filler(stack().page(), handle, Visitor.PASSWORD, "Ann Miller");
        Filler bob = new Filler(stack().page(), "b" + handle, Visitor.PASSWORD, "Bob Ortiz")) {
      long begun = System.nanoTime();
      String talk = bob.talkTo(ann);
      bob.say(stack().gateway(), talk, MESSAGES);
      System.out.printf("%d messages sent in %d ms%n", MESSAGES, millis(begun));
      begun = System.nanoTime();
      ann.gather(CONVERSATIONS - 1);
      System.out.printf("%d groups made in %d ms%n", CONVERSATIONS - 1, millis(begun));
    }
  }

  private void cold() {
    for (int round = 0; round < ROUNDS; round++) {
      try (Visitor stranger =
          Visitor.come(browser(), stack().page(), "Eve Okafor", Visitor.Look.DESKTOP)) {
        assertThat(stranger.page().getByLabel("Password")).isVisible();
        System.out.printf("cold: usable after %.0f ms%n", usable(stranger.page()));
      }
    }
    try (Visitor stranger =
        Visitor.come(browser(), stack().page(), "Eve Okafor", Visitor.Look.DESKTOP)) {
      assertThat(stranger.page().getByLabel("Password")).isVisible();
      Object scripts =
          stranger
              .page()
              .evaluate(
                  "() => performance.getEntriesByType('resource').filter((one) =>"
                      + " one.name.endsWith('.js')).reduce((sum, one) => sum +"
                      + " one.encodedBodySize, 0)");
      System.out.printf("scripts: %s bytes compressed%n", scripts);
    }
  }

  private void opens(Visitor ann) {
    ann.page().navigate(stack().page() + "#/");
    ann.page().reload();
    assertThat(ann.page().locator(".row").first()).isVisible();
    System.out.printf("reload: rows shown after %.0f ms%n", usable(ann.page()));
  }

  private static double usable(Page page) {
    Object millis =
        page.evaluate("() => performance.getEntriesByName('rivulet-usable')[0].startTime");
    return ((Number) millis).doubleValue();
  }

  private static long millis(long since) {
    return (System.nanoTime() - since) / 1_000_000;
  }
}
