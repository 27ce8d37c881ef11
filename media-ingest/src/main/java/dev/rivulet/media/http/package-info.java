/// HTTP as the resources see it: exchanges with streamed bodies, and problems (RFC 9457) with
/// stable codes. Helidon is known here alone, so nothing of its own words reaches a client.
@NullMarked
package dev.rivulet.media.http;

import org.jspecify.annotations.NullMarked;
