/// Tests of the picture bench's own parts.
@NullMarked
package dev.rivulet.testing.media;

import org.jspecify.annotations.NullMarked;
