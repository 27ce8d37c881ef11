package dev.rivulet.contracts.cql;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class MigrationTest {
  private static final Path FILES = Path.of("src/main/resources/dev/rivulet/contracts/cql");

  @Test
  void everyFileIsListedAndNumberedFromOne() throws IOException {
    try (var files = Files.list(FILES)) {
      var names = files.map(it -> it.getFileName().toString()).sorted().toList();
      assertThat(Migration.all()).extracting(it -> it.name() + ".cql").isEqualTo(names);
    }
    assertThat(Migration.all())
        .extracting(Migration::version)
        .isEqualTo(IntStream.rangeClosed(1, Migration.LATEST).boxed().toList());
  }

  @Test
  void everyStatementMayBeRunAgain() {
    for (Migration migration : Migration.all()) {
      assertThat(migration.statements())
          .isNotEmpty()
          .allSatisfy(it -> assertThat(it).containsPattern("IF (NOT )?EXISTS"));
    }
  }

  @Test
  void statementsAreWholeAndWithoutComments() {
    List<String> first = Migration.all().getFirst().statements();

    assertThat(first).isNotEmpty().allSatisfy(it -> assertThat(it).doesNotContain("--", ";"));
    assertThat(first.getFirst())
        .startsWith("CREATE TABLE IF NOT EXISTS messages (")
        .endsWith("WITH CLUSTERING ORDER BY (seq DESC)");
  }
}
