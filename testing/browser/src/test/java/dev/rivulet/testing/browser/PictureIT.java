package dev.rivulet.testing.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.FilePayload;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Pictures are sent and seen, also when the message is there before it is stored.
@Tag("slow")
@Timeout(300)
class PictureIT extends Scene {
  @Test
  void pictureArrivesAndOpens() {
    Visitor ann = visitor("Ann Miller");
    Visitor bob = visitor("Bob Ortiz");
    ann.talkTo(bob);
    ann.page()
        .locator("input[type=file]")
        .setInputFiles(new FilePayload("lake.png", "image/png", Pictures.lake(960, 640)));
    assertThat(ann.page().getByLabel("To be sent")).containsText("lake.png");
    ann.say("The lake this morning");
    bob.open("Ann Miller");
    bob.reads("The lake this morning");
    Locator picture = bob.message("The lake this morning").locator("img");
    assertThat(picture).isVisible();
    bob.page().waitForFunction("image => image.naturalWidth > 0", picture.elementHandle());
    picture.click();
    assertThat(bob.page().locator("dialog.viewer img")).isVisible();
  }

  /// The first page sends no piece; the one after it finds the file and goes on.
  @Test
  void anUploadGoesOnAfterAReload() {
    Visitor ann = visitor("Ann Miller");
    Visitor bob = visitor("Bob Ortiz");
    ann.talkTo(bob);
    ann.page()
        .route(
            "**/v1/media/tus/*",
            route -> {
              if (route.request().method().equals("PATCH")) {
                route.abort();
              } else {
                route.resume();
              }
            });
    ann.page()
        .waitForResponse(
            response -> response.request().method().equals("HEAD"),
            () -> {
              ann.page()
                  .locator("input[type=file]")
                  .setInputFiles(new FilePayload("lake.png", "image/png", Pictures.lake(960, 640)));
              assertThat(ann.page().getByLabel("To be sent")).containsText("lake.png");
              ann.say("Sent twice, as it were");
            });
    ann.reads("Sent twice, as it were");
    ann.page().unrouteAll();
    ann.page().reload();
    bob.open("Ann Miller");
    bob.reads("Sent twice, as it were");
    isLoaded(bob, bob.message("Sent twice, as it were").locator("img"));
    assertThat(bob.page().locator("article.message")).hasCount(1);
    ann.reads("Sent twice, as it were");
    assertThat(ann.page().locator("article.message")).hasCount(1);
  }

  @Test
  void peopleAndGroupsShowTheirPictures() {
    Visitor ann = visitor("Ann Miller");
    ann.button("Profile and settings").click();
    choose(ann, "me.png");
    isLoaded(ann, dialog(ann).locator(".avatar.large img"));
    ann.page().getByLabel("About me").fill("Walks a lot");
    ann.page().getByLabel("About me").press("Enter");
    ann.button("Close").click();
    isLoaded(ann, ann.page().locator("button.me img"));

    Visitor bob = visitor("Bob Ortiz");
    ann.gather("Walkers", bob);
    ann.button("About this conversation").first().click();
    choose(ann, "group.png");
    isLoaded(ann, dialog(ann).locator(".avatar.large img"));
    bob.open("Walkers");
    isLoaded(bob, bob.page().locator(".conversation-head .avatar img"));
    isLoaded(bob, row(bob, "Walkers").locator(".avatar img"));
    assertThat(bob.page().getByText("changed the group picture").last()).isVisible();

    ann.button("Remove picture").click();
    assertThat(row(bob, "Walkers").locator(".avatar img")).hasCount(0);
    assertThat(dialog(ann).locator(".avatar.large img")).hasCount(0);

    bob.talkTo(ann);
    isLoaded(bob, bob.page().locator(".conversation-head .avatar img"));
    bob.button("About this conversation").first().click();
    isLoaded(bob, dialog(bob).locator(".avatar.large img"));
    assertThat(dialog(bob)).containsText("Walks a lot");
  }

  private static Locator dialog(Visitor visitor) {
    return visitor.page().locator("dialog[open]").last();
  }

  private static Locator row(Visitor visitor, String title) {
    return visitor.page().locator("a.row", new Page.LocatorOptions().setHasText(title));
  }

  private static void choose(Visitor visitor, String name) {
    dialog(visitor)
        .locator("input[type=file]")
        .setInputFiles(new FilePayload(name, "image/png", Pictures.lake(500, 400)));
  }

  private static void isLoaded(Visitor visitor, Locator image) {
    assertThat(image).isVisible();
    visitor.page().waitForFunction("image => image.naturalWidth > 0", image.elementHandle());
  }
}
