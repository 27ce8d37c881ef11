@NullMarked
package dev.rivulet.token;

import org.jspecify.annotations.NullMarked;
