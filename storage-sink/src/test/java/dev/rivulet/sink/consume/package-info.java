@NullMarked
package dev.rivulet.sink.consume;

import org.jspecify.annotations.NullMarked;
