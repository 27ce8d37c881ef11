package dev.rivulet.testing.browser;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.microsoft.playwright.Browser;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;

/// A running Rivulet, a browser, and people who come and go.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class Scene {
  private final List<Visitor> visitors = new ArrayList<>();
  private BrowserStack stack;
  private Chromium chromium;

  @SuppressWarnings("NullAway.Init")
  Scene() {}

  @BeforeAll
  void open() {
    assumeTrue(Chromium.program().isPresent(), "no Chromium is installed: apt install chromium");
    stack = BrowserStack.shared();
    chromium = Chromium.start();
  }

  @AfterAll
  void close() {
    if (chromium != null) {
      chromium.close();
    }
  }

  @AfterEach
  void nobodySawAnError() {
    List<String> errors = visitors.stream().flatMap(one -> one.errors().stream()).toList();
    visitors.forEach(Visitor::close);
    visitors.clear();
    assertThat(errors).as("what pages reported").isEmpty();
  }

  BrowserStack stack() {
    return stack;
  }

  Browser browser() {
    return chromium.browser();
  }

  /// Somebody new, signed up.
  Visitor visitor(String name, Visitor.Look look) {
    return kept(Visitor.come(browser(), stack.page(), name, look)).signUp();
  }

  Visitor visitor(String name) {
    return visitor(name, Visitor.Look.DESKTOP);
  }

  /// Somebody who has not signed up yet.
  Visitor stranger(String name, Visitor.Look look) {
    return kept(Visitor.come(browser(), stack.page(), name, look));
  }

  /// Somebody new who came by another address.
  Visitor visitorAt(java.net.URI address, String name) {
    return kept(Visitor.come(browser(), address, name, Visitor.Look.DESKTOP)).signUp();
  }

  Visitor kept(Visitor visitor) {
    visitors.add(visitor);
    return visitor;
  }
}
