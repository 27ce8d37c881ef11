@NullMarked
package dev.rivulet.contracts.frame;

import org.jspecify.annotations.NullMarked;
