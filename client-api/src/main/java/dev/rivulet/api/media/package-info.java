/// Addresses of media, for those who may see a message that carries them.
@NullMarked
package dev.rivulet.api.media;

import org.jspecify.annotations.NullMarked;
