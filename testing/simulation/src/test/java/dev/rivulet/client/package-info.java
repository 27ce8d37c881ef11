@NullMarked
package dev.rivulet.client;

import org.jspecify.annotations.NullMarked;
