/// RFC 6455, the server's side: the accept loop, the opening handshake, frames in and out, and one
/// connection's bounded outbound queue. Knows nothing of sessions: a [WebSocketConnection] hands
/// messages to its listener.
///
/// Helidon serves HTTP/1 up to the handshake's answer; after it a fresh virtual thread reads the
/// socket on a shallow stack with a 16-byte buffer, which is what keeps an idle connection small.
@NullMarked
package dev.rivulet.gateway.websocket;

import org.jspecify.annotations.NullMarked;
