/// Files to and from media-ingest, piece by piece, so that a broken connection costs a piece and
/// not the file.
@NullMarked
package dev.rivulet.client.media;

import org.jspecify.annotations.NullMarked;
