@NullMarked
package dev.rivulet.router;

import org.jspecify.annotations.NullMarked;
