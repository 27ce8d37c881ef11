@NullMarked
package dev.rivulet.sink.membership;

import org.jspecify.annotations.NullMarked;
