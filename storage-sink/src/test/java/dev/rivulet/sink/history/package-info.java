@NullMarked
package dev.rivulet.sink.history;

import org.jspecify.annotations.NullMarked;
