@NullMarked
package dev.rivulet.api.receipt;

import org.jspecify.annotations.NullMarked;
