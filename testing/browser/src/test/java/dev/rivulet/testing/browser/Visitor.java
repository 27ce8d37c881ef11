package dev.rivulet.testing.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import java.net.URI;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;

/// A person with a browser, who uses what the page says it is. Whatever the page reports as an
/// error, a breach of its own policy for example, is kept.
final class Visitor implements AutoCloseable {
  private static final AtomicInteger NUMBERS = new AtomicInteger();
  static final String PASSWORD = "quiet brook 4711";

  private final String handle;
  private final String name;
  private final URI address;
  private final BrowserContext context;
  private final Page page;
  private final List<String> errors = new CopyOnWriteArrayList<>();

  /// How somebody looks at it.
  record Look(int width, int height, ColorScheme colours) {
    static final Look DESKTOP = new Look(1280, 800, ColorScheme.LIGHT);
    static final Look PHONE = new Look(390, 844, ColorScheme.LIGHT);

    Look dark() {
      return new Look(width, height, ColorScheme.DARK);
    }
  }

  private Visitor(String handle, String name, URI address, BrowserContext context) {
    this.handle = handle;
    this.name = name;
    this.address = address;
    this.context = context;
    this.page = opened();
  }

  static Visitor come(Browser browser, URI address, String name, Look look) {
    BrowserContext context = context(browser, look);
    String handle =
        name.substring(0, 3).toLowerCase(java.util.Locale.ROOT) + NUMBERS.incrementAndGet();
    return new Visitor(handle, name, address, context);
  }

  /// Somebody who has an account already, of this handle.
  static Visitor come(Browser browser, URI address, String handle, String name) {
    return new Visitor(handle, name, address, context(browser, Look.DESKTOP));
  }

  /// The same person with another device.
  Visitor withAnotherDevice(Browser browser, Look look) {
    return new Visitor(handle, name, address, context(browser, look));
  }

  private static BrowserContext context(Browser browser, Look look) {
    return browser.newContext(
        new Browser.NewContextOptions()
            .setViewportSize(look.width(), look.height())
            .setDeviceScaleFactor(1.5)
            .setLocale("en-GB")
            // The local certificate is nobody's the browser knows.
            .setIgnoreHTTPSErrors(true)
            .setColorScheme(look.colours()));
  }

  private Page opened() {
    Page opened = context.newPage();
    opened.setDefaultTimeout(Chromium.PATIENCE_MS);
    opened.onPageError(errors::add);
    opened.onConsoleMessage(
        message -> {
          // A refused request is told there, too, and is what some tests are about.
          if (message.type().equals("error")
              && !message.text().contains("Failed to load")
              && !message.text().contains("WebSocket connection")
              && !message.text().contains("net::ERR")) {
            errors.add(message.text());
          }
        });
    opened.navigate(address.toString());
    return opened;
  }

  Page page() {
    return page;
  }

  BrowserContext context() {
    return context;
  }

  String name() {
    return name;
  }

  List<String> errors() {
    return errors;
  }

  Page secondTab() {
    return opened();
  }

  Visitor signUp() {
    button("Sign up").click();
    page.getByLabel("Name", exactly()).fill(handle);
    page.getByLabel("Shown to others as").fill(name);
    return enter("Sign up");
  }

  String handle() {
    return handle;
  }

  /// The form that asks for the password once more.
  Locator proof() {
    return page.locator("dialog[open]").last();
  }

  void prove() {
    proof().locator("input[name=password]").fill(PASSWORD);
  }

  Visitor signIn() {
    page.getByLabel("Name", exactly()).fill(handle);
    return enter("Sign in");
  }

  private Visitor enter(String word) {
    page.getByLabel("Password").fill(PASSWORD);
    button(word).first().click();
    assertThat(button("New conversation").first()).isVisible();
    return this;
  }

  /// Opens the 1:1 with somebody.
  void talkTo(Visitor other) {
    button("New conversation").first().click();
    page.getByLabel("Name of a person").fill(other.handle);
    button("Find").click();
    assertThat(heading(other.name)).isVisible();
  }

  void gather(String group, Visitor... others) {
    button("New conversation").first().click();
    button("New group").click();
    page.getByLabel("Name of the group").fill(group);
    for (Visitor other : others) {
      page.getByLabel("Name of a person").fill(other.handle);
      button("Add").click();
      assertThat(page.getByLabel("Chosen")).containsText(other.name);
    }
    button("Create").click();
    assertThat(heading(group)).isVisible();
  }

  /// Opens a conversation of the list.
  void open(String title) {
    page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName(title)).first().click();
    assertThat(heading(title)).isVisible();
  }

  void say(String text) {
    page.getByRole(AriaRole.TEXTBOX, new Page.GetByRoleOptions().setName("Message")).fill(text);
    page.keyboard().press("Enter");
  }

  /// A message that says this.
  Locator message(String text) {
    return page.locator("article.message", new Page.LocatorOptions().setHasText(text)).last();
  }

  void reads(String text) {
    assertThat(message(text)).isVisible();
  }

  void ticks(String text, Pattern state) {
    assertThat(message(text).locator(".ticks")).hasAttribute("data-state", state);
  }

  /// What the menu of a message offers.
  void choose(String message, String word) {
    message(message)
        .click(
            new Locator.ClickOptions()
                .setButton(com.microsoft.playwright.options.MouseButton.RIGHT));
    page.getByRole(AriaRole.MENUITEM, new Page.GetByRoleOptions().setName(word)).click();
  }

  /// Who is in the group, where the page tells about it.
  Locator members() {
    return page.getByLabel("Members", exactly());
  }

  Locator button(String word) {
    return page.getByRole(
        AriaRole.BUTTON, new Page.GetByRoleOptions().setName(word).setExact(true));
  }

  Locator heading(String word) {
    return page.getByRole(
        AriaRole.HEADING, new Page.GetByRoleOptions().setName(word).setExact(true));
  }

  private static Page.GetByLabelOptions exactly() {
    return new Page.GetByLabelOptions().setExact(true);
  }

  @Override
  public void close() {
    context.close();
  }
}
