/// Derives `events` and `inbox` from `commands` again, into fresh topics, and compares: the proof
/// that the decider is a function of its log.
@NullMarked
package dev.rivulet.fanout.rebuild;

import org.jspecify.annotations.NullMarked;
