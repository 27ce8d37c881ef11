/// The browser client as people use it: Chromium with one context per person, against all servers
/// and services as processes. Skipped where there is no Chromium.
@NullMarked
package dev.rivulet.testing.browser;

import org.jspecify.annotations.NullMarked;
