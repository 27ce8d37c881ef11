@NullMarked
package dev.rivulet.sink.store;

import org.jspecify.annotations.NullMarked;
