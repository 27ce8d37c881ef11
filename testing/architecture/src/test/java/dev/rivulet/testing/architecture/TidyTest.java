package dev.rivulet.testing.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rivulet.contracts.topic.Topic;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
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
          "client-api",
          "clients",
          "contracts",
          "docker-compose.yml",
          "docs",
          "edge-gateway",
          "examples",
          "fanout-streams",
          "local-stack",
          "pom.xml",
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
    assertThat(packages(TREE.filesNamed(".java")))
        .isNotEmpty()
        .allSatisfy(
            folder -> {
              Path info = packageInfo(folder);
              assertThat(info).as("package-info of %s", TREE.name(folder)).exists();
              assertThat(SourceTree.text(info)).contains("///", "@NullMarked");
            });
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
    Pattern link = Pattern.compile("]\\((?!https?:|#|mailto:)([^)#\\s]+)");
    assertThat(TREE.filesNamed(".md"))
        .allSatisfy(
            file ->
                assertThat(link.matcher(withoutCode(SourceTree.text(file))).results())
                    .as(TREE.name(file))
                    .allSatisfy(found -> assertThat(file.resolveSibling(found.group(1))).exists()));
  }

  @Test
  void nothingIsLeftForLater() {
    // Spelled apart, or this file would find itself.
    Pattern later = Pattern.compile("\\b(TO" + "DO|FIX" + "ME|X" + "XX)\\b");
    assertThat(Stream.of(".java", ".sh", ".py", ".proto", ".xml", ".md", ".cql", ".yaml", ".yml"))
        .flatMap(suffix -> TREE.filesNamed(suffix).toList())
        .allSatisfy(
            file ->
                assertThat(later.matcher(SourceTree.text(file)).find())
                    .as(TREE.name(file))
                    .isFalse());
  }

  @Test
  void testsNeitherSleepNorStandStill() {
    Pattern idle =
        Pattern.compile("Thread\\.sle" + "ep|@Disab" + "led|Uninterruptibles\\.sle" + "ep");
    assertThat(TREE.filesNamed(".java").filter(file -> TREE.name(file).contains("src/test/")))
        .allSatisfy(
            file ->
                assertThat(idle.matcher(SourceTree.text(file)).find())
                    .as(TREE.name(file))
                    .isFalse());
  }

  private static SortedSet<Path> packages(Stream<Path> sources) {
    SortedSet<Path> folders = new TreeSet<>();
    sources
        .filter(file -> TREE.name(file).contains("src/"))
        .filter(file -> !file.endsWith("module-info.java"))
        .forEach(file -> folders.add(file.resolveSibling(".").normalize()));
    return folders;
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
