@NullMarked
package dev.rivulet.sink.event;

import org.jspecify.annotations.NullMarked;
