@NullMarked
package dev.rivulet.gateway.receipt;

import org.jspecify.annotations.NullMarked;
