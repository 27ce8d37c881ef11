/// Load and benchmarks: programs of their own that print raw figures, never assertions in tests.
///
/// Everything is compared with something simple in the same run on the same servers, as a ratio:
/// the seconds of a noisy machine mean little alone.
@NullMarked
package dev.rivulet.testing.load;

import org.jspecify.annotations.NullMarked;
