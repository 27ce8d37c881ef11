/// The `fanout` application: `commands` in; `events`, `inbox`, `notices` and `dead-letters` out.
@NullMarked
package dev.rivulet.fanout;

import org.jspecify.annotations.NullMarked;
