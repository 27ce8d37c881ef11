@NullMarked
package dev.rivulet.contracts.presence;

import org.jspecify.annotations.NullMarked;
