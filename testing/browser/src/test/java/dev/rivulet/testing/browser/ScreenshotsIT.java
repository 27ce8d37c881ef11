package dev.rivulet.testing.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.FilePayload;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/// The pictures of the README. They are made on request only, by `screenshots.sh`.
@Tag("by-hand")
@Timeout(300)
@EnabledIfSystemProperty(named = "rivulet.screenshots", matches = ".+")
class ScreenshotsIT extends Scene {
  private static final Pattern READ = Pattern.compile("read");
  private final Path folder = Path.of(System.getProperty("rivulet.screenshots", "target"));

  @Test
  void mainScreens() {
    Visitor ann = stranger("Ann Miller", Visitor.Look.DESKTOP);
    assertThat(ann.page().getByLabel("Password")).isVisible();
    take(ann, "sign-in");
    ann.signUp();
    Visitor bob = visitor("Bob Ortiz");
    Visitor cleo = visitor("Cleo Zhang", Visitor.Look.DESKTOP.dark());
    Visitor dan = visitor("Dan Weber", Visitor.Look.PHONE);
    Visitor eve = visitor("Eve Okafor");
    eve.button("Profile and settings").click();
    show(eve);
    eve.talkTo(ann);
    eve.say("Could you send me the slides when you have a minute?");
    dan.talkTo(ann);
    dan.say("The train is late again. Start without me 🙄");
    bob.talkTo(ann);
    bob.say("See you at the lake 🏞️");
    ann.talkTo(cleo);
    ann.say("Thanks for the book!");
    ann.gather("Saturday hike", bob, cleo, dan);
    ann.button("About this conversation").last().click();
    show(ann);
    dan.page().navigate(stack().page() + "#/");
    List.of(bob, cleo, dan).forEach(one -> one.open("Saturday hike"));
    talk(ann, bob, cleo, dan);
    take(ann, "group");
    take(cleo, "dark");
    take(dan, "phone");
    ann.button("Profile and settings").click();
    assertThat(ann.page().getByText("This device")).isVisible();
    take(ann, "settings");
    ann.page().keyboard().press("Escape");
    ann.button("About this conversation").last().click();
    assertThat(ann.members()).containsText("Dan Weber");
    take(ann, "about");
    ann.page().keyboard().press("Escape");
    ann.open("Bob Ortiz");
    ann.reads("See you at the lake");
    ann.say("I bring the boat");
    bob.page().navigate(stack().page() + "#/");
    bob.open("Ann Miller");
    bob.reads("I bring the boat");
    ann.ticks("I bring the boat", READ);
    take(ann, "direct");
    dan.page().navigate(stack().page() + "#/");
    assertThat(dan.page().locator(".row").first()).isVisible();
    take(dan, "phone-list");
    dan.button("Profile and settings").click();
    dan.button("Erase account").click();
    take(dan, "phone-erase");
    dan.page().keyboard().press("Escape");
    ann.page().navigate(stack().page() + "/docs");
    assertThat(ann.page().locator(".opblock").first()).isVisible();
    take(ann, "docs");
  }

  /// Gives the person or group of the dialog a picture.
  private static void show(Visitor visitor) {
    var dialog = visitor.page().locator("dialog[open]");
    dialog
        .locator("input[type=file]")
        .setInputFiles(new FilePayload("lake.png", "image/png", Pictures.lake(640, 640)));
    assertThat(dialog.locator(".avatar.large img")).isVisible();
    visitor.page().keyboard().press("Escape");
  }

  private static void talk(Visitor ann, Visitor bob, Visitor cleo, Visitor dan) {
    ann.say("Good morning everybody! Saturday looks sunny ☀️");
    ann.say("Shall we meet at the station at 8:30?");
    bob.reads("8:30?");
    bob.say("8:30 works for me. I bring coffee ☕");
    cleo.reads("I bring coffee");
    cleo.choose("8:30?", "Reply");
    cleo.say("Could we make it nine? My bus comes at 8:45");
    dan.reads("make it nine");
    dan.say("Nine is better for me, too");
    ann.reads("Nine is better");
    ann.say("Nine it is then 👍");
    bob.reads("Nine it is");
    cleo.reads("Nine it is");
    ann.ticks("Nine it is", Pattern.compile("delivered|read"));
    bob.choose("Nine it is", "React with ❤️");
    cleo.choose("Nine it is", "React with ❤️");
    bob.choose("Nine is better", "React with 😂");
    cleo.say(
        "Perfect! A map of the trail, 14 km with two places for a break: https://example.org/lake");
    ann.reads("A map of the trail");
    assertThat(ann.message("Nine it is").locator(".reaction")).containsText("2");
    ann.ticks("Nine it is", READ);
    ann.page().mouse().move(5, 5);
  }

  private void take(Visitor visitor, String name) {
    visitor
        .page()
        .screenshot(new Page.ScreenshotOptions().setPath(folder.resolve("web-" + name + ".png")));
  }
}
