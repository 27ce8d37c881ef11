/// Takes uploads, makes pictures small, keeps every content once and serves it: the service that
/// stands between clients and the object store.
@NullMarked
package dev.rivulet.media;

import org.jspecify.annotations.NullMarked;
