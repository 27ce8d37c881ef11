@NullMarked
package dev.rivulet.gateway.delivery;

import org.jspecify.annotations.NullMarked;
