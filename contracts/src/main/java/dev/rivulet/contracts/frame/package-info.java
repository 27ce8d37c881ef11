/// What clients and the gateway say to each other over a WebSocket: the same frames in the
/// sub-protocols `rivulet.v1+json` and `rivulet.v1+proto`.
///
/// Frames are not records: they are copied field by field, so that a field added to the log never
/// reaches a client by itself. Receivers ignore unknown fields.
@NullMarked
package dev.rivulet.contracts.frame;

import org.jspecify.annotations.NullMarked;
