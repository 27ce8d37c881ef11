@NullMarked
package dev.rivulet.sink.inbox;

import org.jspecify.annotations.NullMarked;
