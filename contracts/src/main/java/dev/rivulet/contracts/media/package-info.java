/// What media-ingest and the edges agree on without asking each other: the ticket with which a
/// medium is sent, the address at which it is fetched, and the keys that sign both.
///
/// Tickets and addresses are signed with keys of two different rings: who holds one kind can make
/// none of the other.
@NullMarked
package dev.rivulet.contracts.media;

import org.jspecify.annotations.NullMarked;
