/// Who is asking: access tokens, the keys that sign them, and revocations.
@NullMarked
package dev.rivulet.gateway.token;

import org.jspecify.annotations.NullMarked;
