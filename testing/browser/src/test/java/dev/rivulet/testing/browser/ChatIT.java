package dev.rivulet.testing.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// People talk in their browsers.
@Tag("slow")
@Timeout(300)
class ChatIT extends Scene {
  private static final Pattern STORED = Pattern.compile("sent|delivered|read");
  private static final LocatorAssertions.IsVisibleOptions LONG =
      new LocatorAssertions.IsVisibleOptions().setTimeout(60_000);

  @Test
  void twoPeopleTalkAndTicksTurn() {
    Visitor ann = visitor("Ann Miller");
    Visitor bob = visitor("Bob Ortiz");
    ann.talkTo(bob);
    ann.say("Hello Bob");
    bob.open("Ann Miller");
    bob.reads("Hello Bob");
    ann.ticks("Hello Bob", STORED);
    bob.say("Hello Ann, see https://example.org/a?b=c.");
    ann.reads("Hello Ann");
    Locator link = ann.message("Hello Ann").locator("a");
    assertThat(link).hasAttribute("href", "https://example.org/a?b=c");
    assertThat(link).hasAttribute("rel", Pattern.compile("noopener"));
  }

  @Test
  void textIsNeverMarkup() {
    Visitor ann = visitor("Ann Miller");
    Visitor bob = visitor("Bob Ortiz");
    ann.talkTo(bob);
    String text = "<img src=x onerror=alert(1)> javascript:alert(1) <b>bold</b>";
    ann.say(text);
    bob.open("Ann Miller");
    assertThat(bob.message("onerror").locator(".text")).hasText(text);
    assertThat(bob.message("onerror").locator("img, b, a")).hasCount(0);
  }

  @Test
  void editsReactionsRepliesAndDeletionsAppear() {
    Visitor ann = visitor("Ann Miller");
    Visitor bob = visitor("Bob Ortiz");
    ann.talkTo(bob);
    ann.say("at eigth");
    ann.ticks("at eigth", STORED);
    bob.open("Ann Miller");
    ann.choose("at eigth", "Edit");
    ann.say("at eight");
    assertThat(bob.message("at eight")).containsText("edited");
    bob.choose("at eight", "React with 👍");
    assertThat(ann.message("at eight").locator(".reaction")).containsText("👍");
    bob.choose("at eight", "Reply");
    bob.say("fine with me");
    assertThat(ann.message("fine with me").locator(".quote")).containsText("at eight");
    bob.ticks("fine with me", STORED);
    bob.choose("fine with me", "Delete for everyone");
    bob.button("Delete").click();
    ann.reads("Message deleted");
    bob.message("at eight").locator(".reaction").click();
    assertThat(ann.message("at eight").locator(".reaction")).hasCount(0);
  }

  @Test
  void groupHearsEverybodyAndLosesWhoIsRemoved() {
    Visitor ann = visitor("Ann Miller");
    Visitor bob = visitor("Bob Ortiz");
    Visitor cleo = visitor("Cleo Zhang");
    ann.gather("Hikers", bob, cleo);
    ann.say("Welcome");
    bob.open("Hikers");
    bob.reads("Welcome");
    bob.say("Thanks");
    cleo.open("Hikers");
    cleo.reads("Thanks");
    ann.button("About this conversation").last().click();
    ann.button("Remove Cleo Zhang").click();
    ann.button("Remove").click();
    assertThat(cleo.page().getByText("You are no longer in this group.")).isVisible();
    ann.page().keyboard().press("Escape");
    ann.say("Only two now");
    bob.reads("Only two now");
    assertThat(cleo.page().locator(".text", hasText("Only two now"))).hasCount(0);
  }

  private static Page.LocatorOptions hasText(String text) {
    return new Page.LocatorOptions().setHasText(text);
  }

  @Test
  void reloadKeepsAllAndSecondTabIsTheSameDevice() {
    Visitor ann = visitor("Ann Miller");
    Visitor bob = visitor("Bob Ortiz");
    ann.talkTo(bob);
    ann.say("before the reload");
    ann.ticks("before the reload", STORED);
    ann.page().reload();
    ann.reads("before the reload");
    Page tab = ann.secondTab();
    tab.navigate(ann.page().url());
    assertThat(tab.locator("article.message", hasText("before the reload"))).isVisible();
    tab.getByLabel("Message", new Page.GetByLabelOptions().setExact(true)).fill("from the tab");
    tab.keyboard().press("Enter");
    ann.reads("from the tab");
    bob.open("Ann Miller");
    bob.reads("from the tab");
    ann.page().close();
    bob.say("the first tab is gone");
    assertThat(tab.locator("article.message", hasText("the first tab is gone"))).isVisible();
  }

  @Test
  void offlineAndBackLosesNothing() {
    Visitor ann = visitor("Ann Miller");
    Visitor bob = visitor("Bob Ortiz");
    ann.talkTo(bob);
    ann.say("online");
    bob.open("Ann Miller");
    bob.reads("online");
    ann.context().setOffline(true);
    assertThat(ann.page().getByText("You are offline.")).isVisible();
    ann.say("written offline");
    ann.ticks("written offline", Pattern.compile("waiting"));
    bob.say("said meanwhile");
    ann.context().setOffline(false);
    ann.reads("said meanwhile");
    bob.reads("written offline");
    ann.ticks("written offline", STORED);
    assertThat(bob.page().locator("article.message", hasText("written offline"))).hasCount(1);
  }

  @Test
  void killedGatewaysLoseNothing() {
    Visitor ann = visitor("Ann Miller");
    Visitor bob = visitor("Bob Ortiz");
    ann.talkTo(bob);
    ann.say("before");
    bob.open("Ann Miller");
    bob.reads("before");
    stack().killGateways();
    for (int i = 0; i < 20; i++) {
      ann.say("after the kill " + i + ".");
    }
    assertThat(bob.message("after the kill 19.")).isVisible(LONG);
    assertThat(bob.page().locator("article.message", hasText("after the kill"))).hasCount(20);
    ann.ticks("after the kill 19.", STORED);
  }

  @Test
  void revokedDeviceIsSignedOut() {
    Visitor ann = visitor("Ann Miller");
    Visitor phone = kept(ann.withAnotherDevice(browser(), Visitor.Look.PHONE)).signIn();
    ann.button("Profile and settings").click();
    ann.page()
        .getByRole(
            com.microsoft.playwright.options.AriaRole.BUTTON,
            new Page.GetByRoleOptions().setName(Pattern.compile("^Sign out .*")))
        .click();
    ann.page()
        .locator("dialog.narrow")
        .getByText("Sign out", new Locator.GetByTextOptions().setExact(true))
        .click();
    assertThat(phone.page().getByText("This device was signed out.")).isVisible();
    assertThat(phone.page().getByLabel("Password")).isVisible();
  }
}
