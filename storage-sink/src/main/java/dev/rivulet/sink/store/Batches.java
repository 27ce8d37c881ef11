package dev.rivulet.sink.store;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;

/// Puts rows of one partition together. Such a batch is one mutation to Cassandra, neither logged
/// nor sent to several nodes, and one entry of its commit log instead of many.
final class Batches {
  static final int ROWS_MAX = 128;
  static final int BYTES_MAX = 256 << 10;

  private Batches() {}

  static List<List<Row>> of(List<Row> rows) {
    var open = new LinkedHashMap<Row.Partition, Batch>();
    var batches = new ArrayList<List<Row>>();
    for (Row row : rows) {
      var batch = open.get(row.partition());
      if (batch == null || !batch.hasRoom(row)) {
        batch = new Batch();
        open.put(row.partition(), batch);
        batches.add(batch.rows);
      }
      batch.add(row);
    }
    return batches;
  }

  private static final class Batch {
    private final List<Row> rows = new ArrayList<>(1);
    private int bytes;

    boolean hasRoom(Row row) {
      return rows.size() < ROWS_MAX && bytes + row.bytes() <= BYTES_MAX;
    }

    void add(Row row) {
      rows.add(row);
      bytes += row.bytes();
    }
  }
}
