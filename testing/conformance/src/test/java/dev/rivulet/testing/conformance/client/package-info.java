/// WebSocket clients that other people wrote, all used in the same way.
@NullMarked
package dev.rivulet.testing.conformance.client;

import org.jspecify.annotations.NullMarked;
