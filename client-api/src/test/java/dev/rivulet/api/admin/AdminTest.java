package dev.rivulet.api.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rivulet.runtime.ServiceFailure;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AdminTest {
  @TempDir Path directory;

  @Test
  void wordsLeadToOnePath() {
    assertThat(Admin.path(List.of("user", "show", "ann"))).hasValue("/admin/users/ann");
    assertThat(Admin.path(List.of("user", "reset-password", "a/b")))
        .hasValue("/admin/users/a%2Fb/reset-password");
    assertThat(Admin.path(List.of("conversation", "close", "x")))
        .hasValue("/admin/conversations/x/close");
    assertThat(Admin.path(List.of("keys", "rotate"))).hasValue("/admin/keys/rotate");
  }

  @Test
  void otherWordsLeadNowhere() {
    for (List<String> words :
        List.of(
            List.<String>of(),
            List.of("user"),
            List.of("user", "show"),
            List.of("user", "close", "ann"),
            List.of("keys", "rotate", "now"),
            List.of("conversation", "disable", "x"))) {
      assertThat(Admin.path(words)).as(words.toString()).isEmpty();
    }
  }

  @Test
  void theLastOfAnOptionCounts() {
    List<String> words = new ArrayList<>(List.of("--as", "a", "user", "--as", "b", "show", "ann"));
    assertThat(Admin.option(words, "--as")).isEqualTo("b");
    assertThat(Admin.option(words, "--reason")).isEmpty();
    assertThat(words).containsExactly("user", "show", "ann");
  }

  @Test
  void aStackThatDoesNotRunIsToldInOneLine() {
    assertThatThrownBy(() -> Admin.find(directory, "olga"))
        .isInstanceOf(ServiceFailure.class)
        .hasMessageContaining("admin API cannot be found");
  }

  @Test
  void theTokenIsMadeOnce() {
    Path file = directory.resolve("new/token");
    AdminToken.load(file);
    AdminToken.load(file);
    assertThat(file).isRegularFile().content().hasSize(65);
  }
}
