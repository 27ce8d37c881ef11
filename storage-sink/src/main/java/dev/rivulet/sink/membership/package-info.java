/// Who joined and left where: `members` and `conversations_by_user`.
@NullMarked
package dev.rivulet.sink.membership;

import org.jspecify.annotations.NullMarked;
