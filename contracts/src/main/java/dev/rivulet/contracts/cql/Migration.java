package dev.rivulet.contracts.cql;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;

/// One step of the schema, from the version before it to its own. The files lie beside this class;
/// each statement may be run again, so an interrupted migration is simply started anew.
///
/// The version in force is row 1 of `schema_version (id int PRIMARY KEY, version int)`. A service
/// that meets another version than [#LATEST] says so and does not work.
public record Migration(int version, String name) {
  private static final List<String> NAMES = List.of("0001-first", "0002-accounts", "0003-pictures");

  /// The version that this code reads and writes.
  public static final int LATEST = NAMES.size();

  /// All of them, in order, from version 1.
  public static List<Migration> all() {
    return NAMES.stream().map(Migration::of).toList();
  }

  private static Migration of(String name) {
    return new Migration(Integer.parseInt(name.substring(0, 4)), name);
  }

  /// Without comments; a statement ends with a semicolon at the end of its line.
  public List<String> statements() {
    var text =
        text().lines().filter(line -> !line.startsWith("--")).collect(Collectors.joining("\n"));
    return List.of(text.split(";\\s*(\n|$)")).stream()
        .map(String::strip)
        .filter(statement -> !statement.isEmpty())
        .toList();
  }

  private String text() {
    var file = name + ".cql";
    try (var in = Migration.class.getResourceAsStream(file)) {
      if (in == null) {
        throw new IllegalStateException("no migration " + file);
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }
}
