/// Whom a person lets write to him: everybody, or the contacts he lists; and whom he has blocked.
@NullMarked
package dev.rivulet.api.contact;

import org.jspecify.annotations.NullMarked;
