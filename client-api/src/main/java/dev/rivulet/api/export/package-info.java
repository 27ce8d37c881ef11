/// A copy of everything that is kept of a person, for that person.
@NullMarked
package dev.rivulet.api.export;

import org.jspecify.annotations.NullMarked;
