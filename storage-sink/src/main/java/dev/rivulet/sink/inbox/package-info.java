/// What each user must see, in `inbox ((user_id, day), generation, offset)`.
@NullMarked
package dev.rivulet.sink.inbox;

import org.jspecify.annotations.NullMarked;
