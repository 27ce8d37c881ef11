/// HTTP as the resources see it: a table of routes, requests that answer in checked values,
/// replies, and problems (RFC 9457) with stable codes. Helidon is known to [HttpServer] and
/// [Request] alone, so nothing of its own words reaches a client.
@NullMarked
package dev.rivulet.api.http;

import org.jspecify.annotations.NullMarked;
