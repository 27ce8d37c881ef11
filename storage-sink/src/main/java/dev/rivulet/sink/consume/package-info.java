/// One topic read to its committed end, for ever.
@NullMarked
package dev.rivulet.sink.consume;

import org.jspecify.annotations.NullMarked;
