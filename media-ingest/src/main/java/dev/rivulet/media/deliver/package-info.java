/// `GET /v1/media/{id}/{variant}`: what was stored, to whoever has a signed address, as an origin
/// that caches and browsers can rely on.
@NullMarked
package dev.rivulet.media.deliver;

import org.jspecify.annotations.NullMarked;
