/// Where bytes are kept: an object store that speaks S3. Nothing here knows which one.
@NullMarked
package dev.rivulet.media.store;

import org.jspecify.annotations.NullMarked;
