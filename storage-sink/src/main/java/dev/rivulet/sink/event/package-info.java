/// What becomes of the events of one batch, and in which order.
@NullMarked
package dev.rivulet.sink.event;

import org.jspecify.annotations.NullMarked;
