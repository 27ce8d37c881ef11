@NullMarked
package dev.rivulet.fanout.setup;

import org.jspecify.annotations.NullMarked;
