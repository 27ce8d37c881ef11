/// Events as rows of `messages`, and each conversation's newest position in `heads`.
@NullMarked
package dev.rivulet.sink.history;

import org.jspecify.annotations.NullMarked;
