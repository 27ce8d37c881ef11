@NullMarked
package dev.rivulet.contracts.log;

import org.jspecify.annotations.NullMarked;
