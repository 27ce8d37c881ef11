@NullMarked
package dev.rivulet.sink.change;

import org.jspecify.annotations.NullMarked;
