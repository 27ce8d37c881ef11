/// What pictures cost and lose in media-ingest: `./rivulet bench media`.
@NullMarked
package dev.rivulet.testing.media;

import org.jspecify.annotations.NullMarked;
