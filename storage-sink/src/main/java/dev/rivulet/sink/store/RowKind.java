package dev.rivulet.sink.store;

/// One way to write one table. Rows of a kind whose first `keyColumns` values are equal lie in one
/// partition, so they may travel in one batch.
public record RowKind(String name, String cql, int keyColumns) {
  public RowKind {
    if (!cql.contains("USING TIMESTAMP ?")) {
      throw new IllegalArgumentException("a write names its own timestamp: " + cql);
    }
  }
}
