@NullMarked
package dev.rivulet.api.presence;

import org.jspecify.annotations.NullMarked;
