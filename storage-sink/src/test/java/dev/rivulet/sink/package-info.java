@NullMarked
package dev.rivulet.sink;

import org.jspecify.annotations.NullMarked;
