/// What later events make of a message, and of a group.
@NullMarked
package dev.rivulet.sink.change;

import org.jspecify.annotations.NullMarked;
