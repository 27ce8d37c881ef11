/// A whole backend in one thread and virtual time: what clients see of it, with its delays, repeats
/// and failures drawn from a seed.
@NullMarked
package dev.rivulet.client.fake;

import org.jspecify.annotations.NullMarked;
