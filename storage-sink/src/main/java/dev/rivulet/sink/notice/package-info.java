/// `sent`: what the sender of a stored event is told.
@NullMarked
package dev.rivulet.sink.notice;

import org.jspecify.annotations.NullMarked;
