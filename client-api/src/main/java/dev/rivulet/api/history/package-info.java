/// History: what of a conversation a reader may see.
///
/// [Access] alone decides. Readers fetch the events first and the membership after, so a removal
/// that is stored in between hides what it must hide.
@NullMarked
package dev.rivulet.api.history;

import org.jspecify.annotations.NullMarked;
