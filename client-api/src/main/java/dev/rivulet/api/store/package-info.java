/// Cassandra: one session, statements prepared once, a bound on how many run at a time, and the one
/// answer `unavailable` when the store cannot do its part. The features' own `Cassandra…Store`
/// classes hold the statements.
@NullMarked
package dev.rivulet.api.store;

import org.jspecify.annotations.NullMarked;
