@NullMarked
package dev.rivulet.fanout.rebuild;

import org.jspecify.annotations.NullMarked;
