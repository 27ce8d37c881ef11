/// Rules that no single module can check: how modules may meet, what replayed code may touch, and
/// what the source tree promises to a reader.
@NullMarked
package dev.rivulet.testing.architecture;

import org.jspecify.annotations.NullMarked;
