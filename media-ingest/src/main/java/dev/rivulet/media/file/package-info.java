/// What an uploaded file is, judged by its own bytes: the type by its first bytes, and for images
/// the size and the structure, read from the container before any decoder sees the file.
@NullMarked
package dev.rivulet.media.file;

import org.jspecify.annotations.NullMarked;
