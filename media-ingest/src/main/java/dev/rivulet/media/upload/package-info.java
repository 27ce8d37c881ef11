/// From a request's bytes to media that can be sent: streamed to a file within bounds, judged, made
/// small, stored once, indexed, and answered with a ticket.
@NullMarked
package dev.rivulet.media.upload;

import org.jspecify.annotations.NullMarked;
