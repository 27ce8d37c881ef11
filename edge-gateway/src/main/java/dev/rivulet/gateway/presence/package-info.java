/// Who is where, for people to look at, and the slot leases: what Redis holds for the gateway, all
/// of which may be lost.
///
/// | key | value | expires |
/// |---|---|---|
/// | `gateway:INSTANCE` | the gateway's address | 12 s after its last sign of life |
/// | `where:USER` | hash: device → gateway, address, slot, session, since, last seen (JSON) | 1 day |
/// | `slot:N` | the instance that may claim the slot | 12 s after its last renewal |
/// | `handles` | hash: handle → user id, written by client-api for [Where] | never |
///
/// An entry of `where:` counts only while its gateway's key is there. Nothing here decides a
/// delivery, and nothing waits for Redis but the choice of a slot, for a bounded time.
@NullMarked
package dev.rivulet.gateway.presence;

import org.jspecify.annotations.NullMarked;
