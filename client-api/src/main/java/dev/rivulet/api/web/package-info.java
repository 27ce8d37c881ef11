/// The browser client as this process serves it: its files with their headers, and where a page
/// finds the gateways.
@NullMarked
package dev.rivulet.api.web;

import org.jspecify.annotations.NullMarked;
