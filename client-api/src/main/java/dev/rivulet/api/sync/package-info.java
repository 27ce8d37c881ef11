/// Sync: what a device missed, read from its user's stored inbox between two cursors, and the heads
/// of big conversations, which are not copied there.
@NullMarked
package dev.rivulet.api.sync;

import org.jspecify.annotations.NullMarked;
