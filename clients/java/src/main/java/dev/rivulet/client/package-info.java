/// The client: stays connected, loses nothing and shows nothing twice.
///
/// ```
///             RivuletClient (what a program calls)
///   Connection ─ attach, reconnect, ping     Tokens ─ refresh in time
///      │ frames
///      ├─ Receiver ─ one Timeline per conversation: order, gaps, repeats
///      ├─ Syncer ─── what was missed, up to the attached cursor
///      └─ Outbox ─── one Lane per conversation: numbers, re-sending, outcomes
/// ```
///
/// Everything runs on one [dev.rivulet.client.loop.EventLoop]; what must be remembered goes through
/// a [dev.rivulet.client.store.ClientStore].
@NullMarked
package dev.rivulet.client;

import org.jspecify.annotations.NullMarked;
