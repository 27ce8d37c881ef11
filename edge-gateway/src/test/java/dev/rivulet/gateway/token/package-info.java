@NullMarked
package dev.rivulet.gateway.token;

import org.jspecify.annotations.NullMarked;
