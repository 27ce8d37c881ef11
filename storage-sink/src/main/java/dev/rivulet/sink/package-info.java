/// The storage sink: committed records of `events` and `inbox` become rows in Cassandra, and the
/// sender of each stored event is told `sent`.
///
/// Each topic has a loop of its own ([dev.rivulet.sink.consume]): poll, plan the rows of the batch,
/// write them, and only then move on. Planning is pure; writing knows rows but no features. Every
/// row is keyed and written with a timestamp that comes from the record, so doing it twice, or in
/// another order, ends in the same tables.
@NullMarked
package dev.rivulet.sink;

import org.jspecify.annotations.NullMarked;
