/// The records as bytes: golden vectors, and what a new schema may not break.
@NullMarked
package dev.rivulet.contracts.log;

import org.jspecify.annotations.NullMarked;
