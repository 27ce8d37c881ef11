/// The keyspace and its tables: made by a one-shot job, checked by the sink.
@NullMarked
package dev.rivulet.sink.schema;

import org.jspecify.annotations.NullMarked;
