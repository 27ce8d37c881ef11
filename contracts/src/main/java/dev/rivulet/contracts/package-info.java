/// What two modules share and nothing else: bounds, refusal and close codes, cursors.
@NullMarked
package dev.rivulet.contracts;

import org.jspecify.annotations.NullMarked;
