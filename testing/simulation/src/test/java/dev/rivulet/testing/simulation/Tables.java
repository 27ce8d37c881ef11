package dev.rivulet.testing.simulation;

import dev.rivulet.sink.store.Row;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.regex.Pattern;

/// Cassandra's tables as far as writes go: each column of a row keeps the value with the newest
/// timestamp.
final class Tables {
  private static final Pattern INSERT =
      Pattern.compile("INSERT INTO (\\w+) \\(([^)]*)\\) VALUES \\(([^)]*)\\) USING TIMESTAMP \\?");

  private record Cell(Object value, long time) {}

  /// A row as it is read.
  record Found(List<Object> key, Map<String, Object> columns) {
    long number(String column) {
      return ((Number) columns.getOrDefault(column, 0L)).longValue();
    }

    Object value(String column) {
      return Objects.requireNonNull(columns.get(column), column);
    }

    boolean is(String column) {
      return Boolean.TRUE.equals(columns.get(column));
    }
  }

  /// How a statement's values become columns.
  private record Statement(String table, List<String> columns, List<String> values) {
    static Statement of(String cql) {
      var matcher = INSERT.matcher(cql);
      if (!matcher.matches()) {
        throw new IllegalStateException("not understood: " + cql);
      }
      return new Statement(
          matcher.group(1),
          List.of(matcher.group(2).split(", ")),
          List.of(matcher.group(3).split(", ")));
    }
  }

  private final Map<String, Statement> statements = new HashMap<>();
  private final Map<String, Map<List<Object>, Map<String, Cell>>> tables = new HashMap<>();

  void write(Row row) {
    var statement = statements.computeIfAbsent(row.kind().cql(), Statement::of);
    var given = row.values().iterator();
    var key = new ArrayList<Object>();
    var columns = new HashMap<String, Object>();
    int keys = keys(statement.table());
    for (int at = 0; at < statement.columns().size(); at++) {
      var text = statement.values().get(at);
      Object value =
          switch (text) {
            case "?" -> given.next();
            case "true", "false" -> Boolean.valueOf(text);
            default -> Long.valueOf(text);
          };
      if (at < keys) {
        key.add(value);
      } else {
        columns.put(statement.columns().get(at), value);
      }
    }
    long time = (long) given.next();
    if (isAbout(statement.table(), key)) {
      return;
    }
    var cells = table(statement.table()).computeIfAbsent(List.copyOf(key), _ -> new HashMap<>());
    columns.forEach(
        (column, value) ->
            cells.merge(
                column,
                new Cell(value, time),
                (old, fresh) -> fresh.time >= old.time ? fresh : old));
  }

  /// Nobody asks for what concerns those who only fill a big group.
  private static boolean isAbout(String table, List<Object> key) {
    return switch (table) {
      case "inbox", "conversations_by_user" -> People.isSilent((UUID) key.getFirst());
      case "members" -> People.isSilent((UUID) key.get(1));
      default -> false;
    };
  }

  /// The columns of each table's primary key, as the migrations have them.
  private static int keys(String table) {
    return switch (table) {
      case "inbox" -> 4;
      case "messages", "members", "big_heads" -> 3;
      case "conversations_by_user" -> 2;
      case "heads" -> 1;
      default -> throw new IllegalStateException("not expected: " + table);
    };
  }

  List<Found> rows(String table) {
    var found = new ArrayList<Found>();
    table(table)
        .forEach(
            (key, cells) -> {
              var columns = new HashMap<String, Object>();
              cells.forEach((column, cell) -> columns.put(column, cell.value));
              found.add(new Found(key, columns));
            });
    return found;
  }

  private Map<List<Object>, Map<String, Cell>> table(String name) {
    return tables.computeIfAbsent(name, _ -> new HashMap<>());
  }
}
