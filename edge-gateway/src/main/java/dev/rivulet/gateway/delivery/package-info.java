/// From this process's partition of `deliveries` to the sessions that each record names.
///
/// A partition is owned by the newest `claim` in it. Whoever reads a newer one than its own closes
/// all its sessions with 1012 and takes another partition; [SlotLeases] only suggest which is free.
/// Nothing is dropped as a repeat here, and the loop never waits for a socket.
@NullMarked
package dev.rivulet.gateway.delivery;

import org.jspecify.annotations.NullMarked;
