package dev.rivulet.testing.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rivulet.contracts.topic.Topic;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// What the source tree promises to a reader.
class TidyTest {
  private static final SourceTree TREE = SourceTree.read();

  /// A Markdown link to a file of ours, without its anchor.
  private static final Pattern LINK = Pattern.compile("]\\((?!https?:|#|mailto:)([^)#\\s]+)");

  private static final List<String> TOP_LEVEL =
      List.of(
          ".ci",
          ".editorconfig",
          ".gitignore",
          ".mvn",
          "CHANGELOG.md",
          "CONTRIBUTING.md",
          "LICENSE",
          "README.md",
          "SECURITY.md",
          "THIRD-PARTY-NOTICES.md",
          "access-tokens",
          "client-api",
          "clients",
          "contracts",
          "deploy",
          "docker-compose.yml",
          "docs",
          "edge-gateway",
          "examples",
          "fanout-streams",
          "local-stack",
          "media-ingest",
          "pom.xml",
          "receipt-aggregator",
          "rivulet",
          "service-runtime",
          "storage-sink",
          "testing");

  @Test
  void topLevelHoldsWhatTheReadmeNames() {
    assertThat(TREE.topLevel()).containsExactlyElementsOf(TOP_LEVEL);
  }

  @Test
  void everyPackageSaysWhatItIsFor() {
    assertThat(packages(TREE.filesNamed(".java")).filter(TidyTest::isSilent))
        .as("packages without a package-info that says /// and @NullMarked")
        .isEmpty();
  }

  @ParameterizedTest
  @MethodSource("scripts")
  void everyScriptAnswersHelp(String script, @TempDir Path temporary) throws Exception {
    Path answer = temporary.resolve("answer");
    Process process =
        new ProcessBuilder(TREE.root().resolve(script).toString(), "--help")
            .redirectOutput(answer.toFile())
            .redirectErrorStream(true)
            .start();
    try {
      assertThat(process.waitFor(30, TimeUnit.SECONDS)).as("ends").isTrue();
      assertThat(Files.readString(answer)).containsIgnoringCase("usage");
      assertThat(process.exitValue()).isZero();
    } finally {
      process.destroyForcibly();
    }
  }

  static Stream<String> scripts() {
    return TREE.all().filter(TidyTest::isScript).map(TREE::name);
  }

  @Test
  void everyTopicIsDocumented() {
    String documentation = TREE.text("docs/topics.md");
    assertThat(Arrays.stream(Topic.values()).map(Topic::shortName))
        .allSatisfy(name -> assertThat(documentation).contains("`" + name + "`"));
  }

  @Test
  void relativeLinksLeadToFiles() {
    assertThat(TREE.filesNamed(".md").flatMap(TidyTest::deadLinks)).as("dead links").isEmpty();
  }

  @Test
  void nothingIsLeftForLater() {
    // Spelled apart, or this file would find itself.
    Pattern later = Pattern.compile("\\b(TO" + "DO|FIX" + "ME|X" + "XX)\\b");
    assertThat(
            Stream.of(".java", ".sh", ".py", ".proto", ".xml", ".md", ".cql", ".yaml", ".yml")
                .flatMap(TREE::filesNamed)
                .filter(file -> contains(file, later)))
        .as("files with something left for later")
        .isEmpty();
  }

  @Test
  void testsNeitherSleepNorStandStill() {
    Pattern idle =
        Pattern.compile("Thread\\.sle" + "ep|@Disab" + "led|Uninterruptibles\\.sle" + "ep");
    assertThat(
            TREE.filesNamed(".java")
                .filter(file -> TREE.name(file).contains("src/test/"))
                .filter(file -> contains(file, idle)))
        .as("tests that sleep or are switched off")
        .isEmpty();
  }

  private static boolean contains(Path file, Pattern pattern) {
    return pattern.matcher(SourceTree.text(file)).find();
  }

  private static Stream<String> deadLinks(Path document) {
    return LINK.matcher(withoutCode(SourceTree.text(document)))
        .results()
        .map(found -> found.group(1))
        .filter(target -> !Files.exists(document.resolveSibling(target)))
        .map(target -> TREE.name(document) + " -> " + target);
  }

  private static Stream<Path> packages(Stream<Path> sources) {
    return sources
        .filter(file -> TREE.name(file).contains("src/"))
        .filter(file -> !file.endsWith("module-info.java"))
        .map(file -> file.resolveSibling(".").normalize())
        .distinct();
  }

  private static boolean isSilent(Path folder) {
    Path info = packageInfo(folder);
    return !Files.exists(info)
        || !SourceTree.text(info).contains("///")
        || !SourceTree.text(info).contains("@NullMarked");
  }

  /// Tests of a package share the package-info beside the code they test.
  private static Path packageInfo(Path folder) {
    Path beside = folder.resolve("package-info.java");
    Path main = Path.of(beside.toString().replace("/src/test/java/", "/src/main/java/"));
    return Files.exists(main) ? main : beside;
  }

  private static boolean isScript(Path file) {
    if (!Files.isExecutable(file)) {
      return false;
    }
    try (var bytes = Files.newInputStream(file)) {
      return Arrays.equals(bytes.readNBytes(2), new byte[] {'#', '!'});
    } catch (IOException e) {
      return false;
    }
  }

  private static String withoutCode(String markdown) {
    return markdown.replaceAll("(?s)```.*?```", "").replaceAll("`[^`\\n]*`", "");
  }
}
