/// Removes what nobody sent, and what was erased.
@NullMarked
package dev.rivulet.media.sweep;

import org.jspecify.annotations.NullMarked;
