/// Audio and video: kept as they are; how long they last and one still picture are asked of ffmpeg,
/// where it is installed, behind the same fence as decoders.
@NullMarked
package dev.rivulet.media.film;

import org.jspecify.annotations.NullMarked;
