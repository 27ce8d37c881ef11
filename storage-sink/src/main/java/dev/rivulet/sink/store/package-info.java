/// Rows to Cassandra: as data, and the one place that writes them.
@NullMarked
package dev.rivulet.sink.store;

import org.jspecify.annotations.NullMarked;
