/// Which messages carry which media: what may be swept is what no message carries any more.
@NullMarked
package dev.rivulet.sink.media;

import org.jspecify.annotations.NullMarked;
