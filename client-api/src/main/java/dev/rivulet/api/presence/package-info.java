/// Who is online, out of Redis, for those who may know. Without Redis nobody is.
@NullMarked
package dev.rivulet.api.presence;

import org.jspecify.annotations.NullMarked;
