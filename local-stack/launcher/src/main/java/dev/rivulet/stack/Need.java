package dev.rivulet.stack;

/// What must be there before a service is started.
public enum Need {
  /// Kafka, with our topics in it.
  TOPICS,
  /// Cassandra, with our tables in it.
  SCHEMA,
  REDIS,
  /// The object store.
  OBJECTS
}
