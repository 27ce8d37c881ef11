package dev.rivulet.testing.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// What the page is like for everybody: accessible, laid out for each width, and quick.
@Tag("slow")
@Timeout(300)
class PageIT extends Scene {
  private static final String AXE = axe();
  private static final String VIOLATIONS =
      """
      async () => (await axe.run(document, {resultTypes: ['violations']})).violations.flatMap(
        (one) => one.nodes.map((node) => one.id + ' ' + node.target + ' ' + node.failureSummary))
      """;

  private static final String OPERATIONS =
      """
      async (document) => Object.values((await (await fetch(document)).json()).paths)
        .flatMap((path) => Object.keys(path)).length
      """;
  private static final String BEYOND =
      """
      () => [...document.querySelectorAll('dialog[open] *')]
        .filter((one) => one.getBoundingClientRect().right > innerWidth + 1)
        .map((one) => one.outerHTML)
      """;
  private static final String FRAMES =
      """
      async () => Object.keys((await (await fetch('/docs/asyncapi.json')).json())
        .components.messages).length
      """;

  private static String axe() {
    try (InputStream script = PageIT.class.getResourceAsStream("/axe.min.js")) {
      if (script == null) {
        throw new AssertionError("axe.min.js is not on the class path");
      }
      return new String(script.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void isAccessible(Visitor visitor, String screen) {
    visitor.page().evaluate(AXE + "; undefined");
    assertThat((List<?>) visitor.page().evaluate(VIOLATIONS)).as(screen).isEmpty();
  }

  @Test
  void noScreenHasAnAccessibilityViolation() {
    for (Visitor.Look look : List.of(Visitor.Look.DESKTOP, Visitor.Look.PHONE.dark())) {
      Visitor ann = stranger("Ann Miller", look);
      isAccessible(ann, "sign in");
      ann.signUp();
      Visitor bob = visitor("Bob Ortiz");
      isAccessible(ann, "no conversation");
      ann.gather("Hikers", bob);
      ann.say("Hello https://example.org");
      bob.open("Hikers");
      bob.say("Hello Ann");
      ann.reads("Hello Ann");
      ann.choose("Hello Ann", "React with 👍");
      isAccessible(ann, "conversation");
      ann.message("Hello Ann").click(rightButton());
      isAccessible(ann, "menu");
      ann.page().keyboard().press("Escape");
      ann.button("About this conversation").last().click();
      assertThat(ann.members()).containsText("Bob Ortiz");
      isAccessible(ann, "group");
      ann.page().keyboard().press("Escape");
      ann.page().navigate(stack().page() + "#/");
      isAccessible(ann, "list");
      ann.button("Profile and settings").click();
      assertThat(ann.page().getByText("This device")).isVisible();
      isAccessible(ann, "settings");
      for (String form : List.of("Change password", "Erase account")) {
        ann.button(form).click();
        assertThat(ann.page().locator("dialog[open] input[type=password]").first()).isFocused();
        isAccessible(ann, form);
        ann.page().keyboard().press("Escape");
      }
      ann.page().keyboard().press("Escape");
      ann.button("New conversation").first().click();
      isAccessible(ann, "new conversation");
    }
  }

  /// `/docs`: every operation and every frame, for everybody, from this server alone.
  @Test
  void documentsShowEverythingToEverybody() {
    for (Visitor.Look look : List.of(Visitor.Look.DESKTOP)) {
      Visitor ann = stranger("Ann Miller", look);
      Set<String> elsewhere = ConcurrentHashMap.newKeySet();
      ann.page()
          .onRequest(
              request -> {
                if (!request.url().startsWith(stack().page().toString())
                    && !request.url().startsWith("data:")) {
                  elsewhere.add(request.url());
                }
              });
      for (String name : List.of("media", "openapi")) {
        ann.page().navigate(stack().page() + (name.equals("media") ? "/docs/media" : "/docs"));
        Object operations = ann.page().evaluate(OPERATIONS, "/docs/" + name + ".json");
        assertThat(ann.page().locator(".opblock")).hasCount(((Number) operations).intValue());
        isAccessible(ann, name);
        ann.page().locator(".opblock-summary-control").first().click();
        assertThat(ann.page().locator(".responses-table").first()).isVisible();
        isAccessible(ann, "one operation of " + name);
      }
      ann.page().navigate(stack().page() + "/docs/frames");
      Object frames = ann.page().evaluate(FRAMES);
      assertThat(ann.page().locator("h3[id]")).hasCount(((Number) frames).intValue());
      isAccessible(ann, "frames");
      assertThat(elsewhere).isEmpty();
    }
  }

  private static com.microsoft.playwright.Locator.ClickOptions rightButton() {
    return new com.microsoft.playwright.Locator.ClickOptions()
        .setButton(com.microsoft.playwright.options.MouseButton.RIGHT);
  }

  @Test
  void nothingIsWiderThanTheScreen() {
    for (int width : new int[] {320, 1280}) {
      Visitor ann =
          visitor(
              "Ann Miller",
              new Visitor.Look(width, 640, com.microsoft.playwright.options.ColorScheme.LIGHT));
      Visitor bob = visitor("Bob Ortiz");
      ann.talkTo(bob);
      ann.say("a".repeat(300) + " and https://example.org/" + "b".repeat(200));
      ann.reads("aaa");
      assertThat(ann.page().evaluate("() => document.documentElement.scrollWidth"))
          .isEqualTo(width);
      assertThat(ann.page().getByLabel("Message", new Page.GetByLabelOptions().setExact(true)))
          .isInViewport();
      boolean both = ann.page().locator(".sidebar").isVisible();
      assertThat(both).isEqualTo(width == 1280);
      ann.page().navigate(stack().page() + "#/");
      ann.button("Profile and settings").focus();
      ann.page().keyboard().press("Enter");
      assertThat(ann.page().getByText("This device")).isVisible();
      dialogsFit(ann, "settings");
      for (String form : List.of("Change password", "Deactivate account", "Erase account")) {
        ann.button(form).focus();
        ann.page().keyboard().press("Enter");
        assertThat(ann.page().locator("dialog[open] input[type=password]").first()).isFocused();
        dialogsFit(ann, form);
        ann.page().keyboard().press("Escape");
        assertThat(ann.button(form)).isFocused();
      }
    }
  }

  private static void dialogsFit(Visitor visitor, String screen) {
    assertThat((List<?>) visitor.page().evaluate(BEYOND)).as(screen).isEmpty();
  }

  @Test
  void keyboardAloneIsEnough() {
    Visitor ann = visitor("Ann Miller");
    Visitor bob = visitor("Bob Ortiz");
    bob.talkTo(ann);
    bob.say("Can you hear me?");
    assertThat(ann.page().getByText("Can you hear me?")).isVisible();
    for (int i = 0; i < 4; i++) {
      ann.page().keyboard().press("Tab");
    }
    ann.page().keyboard().press("Enter");
    ann.reads("Can you hear me?");
    ann.page().locator(".messages").focus();
    ann.page().keyboard().press("ArrowUp");
    ann.page().keyboard().press("Enter");
    ann.page().keyboard().press("Enter");
    assertThat(bob.message("Can you hear me?").locator(".reaction")).containsText("👍");
    ann.page().keyboard().press("r");
    ann.page().keyboard().type("I do");
    ann.page().keyboard().press("Enter");
    bob.reads("I do");
  }

  /// The target is one second; a machine under test is often busy.
  @Test
  void pageIsUsableAtOnce() {
    stranger("Eve Okafor", Visitor.Look.DESKTOP);
    Visitor ann = stranger("Ann Miller", Visitor.Look.DESKTOP);
    assertThat(ann.page().getByLabel("Password")).isVisible();
    Object millis =
        ann.page().evaluate("() => performance.getEntriesByName('rivulet-usable')[0].startTime");
    System.out.printf("usable after %.0f ms, cold%n", ((Number) millis).doubleValue());
    assertThat(((Number) millis).doubleValue()).isLessThan(3_000);
  }
}
