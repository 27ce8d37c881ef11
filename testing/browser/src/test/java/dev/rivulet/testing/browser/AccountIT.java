package dev.rivulet.testing.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Download;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import java.util.HashSet;
import java.util.Set;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// What people do with their account in a browser.
@Tag("slow")
@Timeout(300)
class AccountIT extends Scene {
  private static void openSettings(Visitor visitor) {
    visitor.button("Profile and settings").click();
    assertThat(visitor.page().getByText("This device")).isVisible();
  }

  @Test
  void aChangedPasswordSignsTheOthersOut() {
    Visitor ann = visitor("Ann Miller");
    Visitor again = kept(ann.withAnotherDevice(browser(), Visitor.Look.PHONE));
    again.signIn();
    openSettings(ann);
    ann.button("Change password").click();
    ann.proof().locator("input[name=password]").fill("not my password");
    ann.proof().locator("input[name=next]").fill("another brook 4712");
    ann.proof().getByText("Change", exactly()).click();
    assertThat(ann.proof().getByRole(AriaRole.ALERT)).hasText("That is not your password.");
    ann.prove();
    ann.proof().getByText("Change", exactly()).click();
    assertThat(ann.page().getByText("Your password is changed.")).isVisible();
    assertThat(again.page().getByText("This device was signed out.")).isVisible();
  }

  private static com.microsoft.playwright.Locator.GetByTextOptions exactly() {
    return new com.microsoft.playwright.Locator.GetByTextOptions().setExact(true);
  }

  @Test
  void devicesAreNamedAndContactsChosen() {
    Visitor ann = visitor("Ann Miller");
    Visitor bob = visitor("Bob Ortiz");
    openSettings(ann);
    ann.page().getByRole(AriaRole.BUTTON, named("Rename Chrome on Linux")).click();
    ann.page().getByLabel("Name of the device").fill("Work laptop");
    ann.page().keyboard().press("Enter");
    assertThat(ann.page().getByLabel("Devices")).containsText("Work laptop");
    ann.page().getByLabel("Only contacts may start a conversation with me").check();
    bob.button("New conversation").first().click();
    bob.page().getByLabel("Name of a person").fill(ann.handle());
    bob.button("Find").click();
    assertThat(bob.page().getByText("This person lets only contacts")).isVisible();
    bob.page().keyboard().press("Escape");
    ann.button("Add a contact").click();
    ann.page().getByLabel("Name of a person").fill(bob.handle());
    ann.button("Find").click();
    assertThat(ann.page().getByLabel("Contacts", labelled())).containsText("Bob Ortiz");
    bob.talkTo(ann);
  }

  private static Page.GetByRoleOptions named(String name) {
    return new Page.GetByRoleOptions().setName(name);
  }

  private static Page.GetByLabelOptions labelled() {
    return new Page.GetByLabelOptions().setExact(true);
  }

  @Test
  void onesDataAreFetchedAndTheAccountErased() throws Exception {
    Visitor ann = visitor("Ann Miller");
    Visitor bob = visitor("Bob Ortiz");
    ann.talkTo(bob);
    ann.say("Remember me");
    ann.reads("Remember me");
    openSettings(ann);
    Download download = ann.page().waitForDownload(() -> ann.button("Download my data").click());
    Set<String> files = new HashSet<>();
    try (ZipInputStream zip = new ZipInputStream(download.createReadStream())) {
      for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
        files.add(entry.getName());
      }
    }
    assertThat(files).contains("profile.json", "devices.json", "conversations.json");
    ann.button("Erase account").click();
    ann.prove();
    ann.button("Erase for good").click();
    assertThat(ann.button("Sign in").first()).isVisible();
    ann.page().getByLabel("Name", labelled()).fill(ann.handle());
    ann.page().getByLabel("Password").fill("quiet brook 4711");
    ann.button("Sign in").first().click();
    assertThat(ann.page().getByText("Name or password is wrong.")).isVisible();
  }
}
