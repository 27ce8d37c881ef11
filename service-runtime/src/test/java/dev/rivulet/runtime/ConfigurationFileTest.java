package dev.rivulet.runtime;

import static dev.rivulet.runtime.SampleConfigs.load;
import static dev.rivulet.runtime.SampleConfigs.problems;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What the yaml file and the files of secrets may hold.
class ConfigurationFileTest {
  @TempDir Path directory;

  @Test
  void sectionsOfOtherServicesAreNotLookedAt() throws IOException {
    Path yaml = yaml("sample: {name: bob}\ngateway: {anything: [1, {deep: 2}]}\nempty:\n");

    assertThat(load(yaml).name()).isEqualTo("bob");
  }

  @Test
  void aKeyOutsideASectionIsRefused() throws IOException {
    assertThat(problems(yaml("sample: {name: bob}\nport: 80")))
        .containsExactly("port: stands outside a section");
  }

  @Test
  void aSectionThatIsNoMappingIsRefused() throws IOException {
    assertThat(problems(yaml("sample: bob"))).contains("sample: stands outside a section");
  }

  @Test
  void textThatYamlReadsAsANumberMustBeQuoted() throws IOException {
    assertThat(problems(yaml("sample: {name: 0123}")))
        .singleElement()
        .asString()
        .contains("quotes");
    assertThat(load(yaml("sample: {name: '0123'}")).name()).isEqualTo("0123");
  }

  @Test
  void aRepeatedKeyIsRefused() throws IOException {
    Path yaml = yaml("sample:\n  name: bob\n  name: cy\n");

    assertThat(problems(yaml)).first().asString().contains("line 3", "Duplicate field 'name'");
  }

  @Test
  void brokenYamlIsRefusedWithItsLine() throws IOException {
    assertThat(problems(yaml("sample:\n  name: [bob\n")))
        .first()
        .asString()
        .contains("line 2: while parsing");
  }

  @Test
  void aFileThatIsNotThereIsRefused() {
    Path absent = directory.resolve("absent.yaml");

    assertThat(problems(absent))
        .first()
        .isEqualTo(absent + ": cannot be read: NoSuchFileException");
  }

  @Test
  void anEmptyFileSetsNothing() throws IOException {
    assertThat(load(yaml(""), "RIVULET_SAMPLE_NAME", "bob").name()).isEqualTo("bob");
  }

  @Test
  void aSecretMayStandInAFile() throws IOException {
    Path file = Files.writeString(directory.resolve("password"), "open\nsesame\n");

    SampleConfig config =
        load(yaml("sample: {name: bob}"), "RIVULET_SAMPLE_PASSWORD_FILE", file.toString());

    assertThat(config.password()).isEqualTo("open\nsesame");
  }

  @Test
  void aSecretIsGivenOnlyOnce() throws IOException {
    assertThat(
            problems(
                yaml("sample: {name: bob}"),
                "RIVULET_SAMPLE_PASSWORD",
                "a",
                "RIVULET_SAMPLE_PASSWORD_FILE",
                "b"))
        .containsExactly(
            "sample.password: both RIVULET_SAMPLE_PASSWORD"
                + " and RIVULET_SAMPLE_PASSWORD_FILE are set");
  }

  @Test
  void aSecretsFileThatIsNotThereIsRefused() {
    assertThat(
            problems(null, "RIVULET_SAMPLE_NAME", "b", "RIVULET_SAMPLE_PASSWORD_FILE", "/absent"))
        .singleElement()
        .asString()
        .contains("cannot read the file of RIVULET_SAMPLE_PASSWORD_FILE: /absent");
  }

  @Test
  void aSecretStandsInNoMessage() throws IOException {
    assertThat(problems(yaml("sample: {name: bob, password: 4711}")))
        .containsExactly("sample.password: the secret's value does not fit");
  }

  private Path yaml(String text) throws IOException {
    return Files.writeString(directory.resolve("application.yaml"), text);
  }
}
