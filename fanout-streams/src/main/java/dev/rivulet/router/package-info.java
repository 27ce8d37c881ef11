/// The `router` application: finds the sessions of those who must see something and writes one
/// delivery per gateway.
///
/// ```
/// inbox ────────┐
/// notices ──────┼─> route ──> deliveries
/// sessions ─────┤
/// big-members ──┴─> (read-only stores: the topics are their changelogs)
/// ```
///
/// It reads `inbox` uncommitted, so it may deliver the same thing twice and must never try not to:
/// a session that attached after an aborted record depends on its being delivered again.
/// Idempotent, since clients drop repeats by (conversation, seq).
@NullMarked
package dev.rivulet.router;

import org.jspecify.annotations.NullMarked;
