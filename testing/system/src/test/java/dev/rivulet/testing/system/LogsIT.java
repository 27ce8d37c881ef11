package dev.rivulet.testing.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/// After all that the other tests did: nothing that people wrote, no password and no token is in
/// any log.
@ExtendWith(StackExtension.class)
@Timeout(60)
@Order(Integer.MAX_VALUE)
class LogsIT {
  /// The head of every JWT, `{"…`, and enough behind it.
  private static final Pattern ACCESS_TOKEN = Pattern.compile("eyJ[A-Za-z0-9_-]{20}");

  private static final int LOOK_FOR_EVERY = 20;
  private static final int TELLING_CHARS = 40;

  private final TestStack stack;

  LogsIT(TestStack stack) {
    this.stack = stack;
  }

  @Test
  void noLogHoldsAMessageAPasswordOrAToken() {
    List<Person> people = stack.people(2);
    Person ann = people.getFirst();
    UUID direct = Talk.newDirect(people.getFirst(), people.getLast());
    Talk.awaitSent(ann.device().sendMany(direct, 10));
    String refresh = ann.device().refreshToken();
    List<String> piped = someOf(PipedText.lines());
    List<Path> logs = logs();
    assertThat(logs).extracting(log -> log.getFileName().toString()).contains("router.log");
    for (Path log : logs) {
      String text = text(log);
      assertThat(text.contains(TestStack.BODY_MARK)).as("a message in %s", log).isFalse();
      assertThat(text.contains(TestStack.PASSWORD_MARK)).as("a password in %s", log).isFalse();
      assertThat(text.contains(refresh)).as("a refresh token in %s", log).isFalse();
      assertThat(ACCESS_TOKEN.matcher(text).find()).as("an access token in %s", log).isFalse();
      assertThat(piped).as("a line of a piped text in %s", log).noneMatch(text::contains);
    }
    Person.closeAll(people);
  }

  private static List<String> someOf(List<String> lines) {
    return IntStream.range(0, lines.size())
        .filter(at -> at % LOOK_FOR_EVERY == 0)
        .mapToObj(lines::get)
        .filter(line -> line.length() >= TELLING_CHARS)
        .toList();
  }

  private List<Path> logs() {
    try (Stream<Path> files = Files.list(stack.logs())) {
      return files.filter(Files::isRegularFile).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String text(Path log) {
    try {
      return Files.readString(log, StandardCharsets.ISO_8859_1);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
