@NullMarked
package dev.rivulet.contracts.id;

import org.jspecify.annotations.NullMarked;
