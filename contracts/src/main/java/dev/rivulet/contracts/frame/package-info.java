/// What clients and the gateway say to each other over a WebSocket, sub-protocol `rivulet.v1+json`.
///
/// Frames are not records: they are copied field by field, so that a field added to the log never
/// reaches a client by itself. Receivers ignore unknown fields.
@NullMarked
package dev.rivulet.contracts.frame;

import org.jspecify.annotations.NullMarked;
