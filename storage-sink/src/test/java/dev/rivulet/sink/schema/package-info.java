@NullMarked
package dev.rivulet.sink.schema;

import org.jspecify.annotations.NullMarked;
