package dev.rivulet.testing.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Locator;
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
}
