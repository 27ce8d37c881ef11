package dev.rivulet.sink.rebuild;

import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.cql.PreparedStatement;
import com.datastax.oss.driver.api.core.cql.Row;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;

/// Reads the tables of one keyspace.
final class Tables {
  private final CqlSession session;
  private final Map<String, PreparedStatement> prepared = new HashMap<>();

  Tables(CqlSession session) {
    this.session = session;
  }

  /// The keys of a table's partitions, page by page.
  Iterable<List<Object>> partitions(Table table) {
    var rows = session.execute(table.partitions());
    return () -> rows.map(row -> values(row, table.partition())).iterator();
  }

  /// The rows of a partition by their clustering key. A partition is bounded: 10,000 seqs, or the
  /// members of a group.
  Map<List<Object>, Row> rows(Table table, List<Object> partition) {
    var found = new LinkedHashMap<List<Object>, Row>();
    for (var row : query(table.rows(), partition.toArray())) {
      found.put(values(row, table.clustering()), row);
    }
    return found;
  }

  boolean has(Table table, List<Object> partition) {
    return query(table.rows() + " LIMIT 1", partition.toArray()).one() != null;
  }

  /// How far a conversation is; 0 if it does not exist.
  long head(UUID conversation) {
    var row = query("SELECT seq FROM heads WHERE conversation_id = ?", conversation).one();
    return row == null ? 0 : row.getLong("seq");
  }

  com.datastax.oss.driver.api.core.cql.ResultSet query(String cql, Object... values) {
    var statement = prepared.computeIfAbsent(cql, session::prepare);
    return session.execute(statement.bind(values).setIdempotent(true));
  }

  private static List<Object> values(Row row, List<String> columns) {
    var values = new ArrayList<>();
    columns.forEach(column -> values.add(Objects.requireNonNull(row.getObject(column))));
    return List.copyOf(values);
  }
}
