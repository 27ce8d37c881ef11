package dev.rivulet.sink.rebuild;

import org.jspecify.annotations.Nullable;

/// What a comparison has found so far: how much is equal, and the first difference.
final class Found {
  private long equal;
  private long different;
  private @Nullable String first;

  void same() {
    equal++;
  }

  void different(String line) {
    different++;
    first = first == null ? line : first;
  }

  boolean good() {
    return different == 0;
  }

  void print(String table) {
    System.out.printf("%-22s %8d rows are identical%n", table, equal);
    if (first != null) {
      System.out.printf("DIFFERENT: %s%n(%d rows of %s in all)%n", first, different, table);
    }
  }
}
