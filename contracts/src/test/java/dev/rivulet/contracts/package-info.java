@NullMarked
package dev.rivulet.contracts;

import org.jspecify.annotations.NullMarked;
