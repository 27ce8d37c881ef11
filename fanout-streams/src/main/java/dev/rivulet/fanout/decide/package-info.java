/// The decider: a pure function from a prefix of `commands` to events, inbox records and notices.
///
/// Nothing here reads a clock, makes an identity, does I/O or depends on hash order; a replay of
/// the log gives the same bytes. One record goes through [Decider] (what happens), [Evolution]
/// (what the state becomes) and [Emission] (what is written), and only then is anything applied or
/// sent.
///
/// Keys of the one store ([StateKeys]); all values are in `state.proto`:
///
/// | key | value |
/// |---|---|
/// | `C` partition | PartitionState |
/// | `H` conversation | Head |
/// | `M` conversation, user | Membership |
/// | `S` conversation, user, device | Sender |
/// | `I` conversation, user, device, place in the ring | the client message id |
/// | `O` conversation, user, device, client message id | Outcome |
@NullMarked
package dev.rivulet.fanout.decide;

import org.jspecify.annotations.NullMarked;
