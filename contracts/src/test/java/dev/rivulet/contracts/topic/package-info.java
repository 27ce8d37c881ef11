@NullMarked
package dev.rivulet.contracts.topic;

import org.jspecify.annotations.NullMarked;
