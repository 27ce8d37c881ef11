/// One attached device each: from its attach frame to the tombstone in `sessions`.
///
/// A [Session] is in [SessionRegistry] before its record is in the log, so that the router's answer
/// always finds it, and leaves the registry before its tombstone. Three threads meet in it: the one
/// that reads its socket, the one that reads the slot's deliveries, and the one that keeps time.
@NullMarked
package dev.rivulet.gateway.session;

import org.jspecify.annotations.NullMarked;
