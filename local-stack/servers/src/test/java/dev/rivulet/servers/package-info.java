@NullMarked
package dev.rivulet.servers;

import org.jspecify.annotations.NullMarked;
