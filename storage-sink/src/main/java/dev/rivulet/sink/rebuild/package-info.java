/// Stores everything again, from derived topics into a keyspace of its own, and compares: the proof
/// that the tables are a view of the log.
@NullMarked
package dev.rivulet.sink.rebuild;

import org.jspecify.annotations.NullMarked;
