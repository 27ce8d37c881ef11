/// Sync: what a device missed, read from its user's stored inbox between two cursors.
@NullMarked
package dev.rivulet.api.sync;

import org.jspecify.annotations.NullMarked;
