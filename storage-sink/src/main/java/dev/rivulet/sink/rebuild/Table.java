package dev.rivulet.sink.rebuild;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/// A table whose every cell is written with the seq of the event that set it as timestamp.
///
/// @param partition the columns of the partition key
/// @param clustering the other columns of the primary key
/// @param cells the columns that are compared
record Table(String name, List<String> partition, List<String> clustering, List<String> cells) {
  private static final String CONVERSATION = "conversation_id";
  private static final String WRITTEN = "_written";

  static final Table USERS =
      new Table(
          "conversations_by_user",
          List.of("user_id"),
          List.of(CONVERSATION),
          List.of("visible_from", "left_at", "role", "muted", "blocked"));

  static final List<Table> ALL =
      List.of(
          new Table(
              "messages",
              List.of(CONVERSATION, "bucket"),
              List.of("seq"),
              List.of("event", "edit", "deleted")),
          new Table(
              "reactions",
              List.of(CONVERSATION, "bucket"),
              List.of("seq", "emoji", "user_id"),
              List.of("present", "hidden_from")),
          new Table(
              "media_references",
              List.of("media_id"),
              List.of(CONVERSATION, "seq"),
              List.of("present")),
          new Table(
              "members",
              List.of(CONVERSATION),
              List.of("user_id", "seq"),
              List.of("joined", "role", "visible_from")),
          USERS,
          new Table(
              "heads",
              List.of(CONVERSATION),
              List.of(),
              List.of(
                  "seq",
                  "count",
                  "time",
                  "members",
                  "big",
                  "kind",
                  "name",
                  "picture",
                  "closed",
                  "from_the_start")));

  static String written(String cell) {
    return cell + WRITTEN;
  }

  /// Its partitions, each once.
  String partitions() {
    return "SELECT DISTINCT %s FROM %s".formatted(String.join(", ", partition), name);
  }

  /// The rows of one partition.
  String rows() {
    var columns = new ArrayList<>(partition);
    columns.addAll(clustering);
    columns.addAll(cells);
    cells.forEach(cell -> columns.add("WRITETIME(%s) AS %s".formatted(cell, written(cell))));
    var where = partition.stream().map(it -> it + " = ?").collect(Collectors.joining(" AND "));
    return "SELECT %s FROM %s WHERE %s".formatted(String.join(", ", columns), name, where);
  }
}
