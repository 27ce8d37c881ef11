@NullMarked
package dev.rivulet.receipt;

import org.jspecify.annotations.NullMarked;
