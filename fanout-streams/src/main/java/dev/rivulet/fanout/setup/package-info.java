/// Makes the topics, and shows what is in them.
@NullMarked
package dev.rivulet.fanout.setup;

import org.jspecify.annotations.NullMarked;
