@NullMarked
package dev.rivulet.gateway.signal;

import org.jspecify.annotations.NullMarked;
