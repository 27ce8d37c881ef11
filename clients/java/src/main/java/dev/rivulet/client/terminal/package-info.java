/// The terminal client: `Chat` for people and scripts, `Demo` for a first look.
@NullMarked
package dev.rivulet.client.terminal;

import org.jspecify.annotations.NullMarked;
