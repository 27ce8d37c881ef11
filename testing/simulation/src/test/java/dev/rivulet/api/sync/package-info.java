@NullMarked
package dev.rivulet.api.sync;

import org.jspecify.annotations.NullMarked;
