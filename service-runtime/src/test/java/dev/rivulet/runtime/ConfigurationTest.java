package dev.rivulet.runtime;

import static dev.rivulet.runtime.SampleConfigs.load;
import static dev.rivulet.runtime.SampleConfigs.problems;
import static dev.rivulet.runtime.SampleConfigs.refusal;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigurationTest {
  private static final Map<String, String> NAMED = Map.of("RIVULET_SAMPLE_NAME", "ann");

  @TempDir Path directory;

  @Test
  void aKeyThatNobodySetsHasItsDefault() {
    SampleConfig config = Configuration.load(SampleConfig.class, NAMED, null);

    assertThat(config.itemsMax()).isEqualTo(3);
    assertThat(config.bytesMax()).isEqualTo(4_000_000_000L);
    assertThat(config.tcpNoDelay()).isFalse();
    assertThat(config.share()).isEqualTo(0.5);
    assertThat(config.attachTimeout()).isEqualTo(Duration.ofMillis(200));
    assertThat(config.stateDir()).isEqualTo(Path.of("data/x"));
    assertThat(config.publicUri()).isEqualTo(URI.create("http://127.0.0.1/"));
    assertThat(config.origins()).isEmpty();
    assertThat(config.mood()).isEqualTo(SampleConfig.Mood.CALM_SEA);
    assertThat(config.nickname()).isEmpty();
    assertThat(config.limits().perSecond()).isEqualTo(10);
    assertThat(config.admin().host()).isEqualTo("127.0.0.1");
  }

  @Test
  void theFileWinsOverTheDefaultAndTheEnvironmentOverTheFile() throws IOException {
    Path yaml =
        yaml(
            """
            sample:
              name: bob
              items-max: 5
              attach-timeout: 15m
              tcp-no-delay: true
              origins: [a, b]
              nickname: bobby
              limits: {per-second: 7}
            admin:
              port: 9000
            """);

    SampleConfig config =
        load(
            yaml,
            "RIVULET_SAMPLE_ITEMS_MAX",
            "6",
            "RIVULET_SAMPLE_LIMITS_PER_SECOND",
            "8",
            "RIVULET_ADMIN_PORT",
            "9001");

    assertThat(config.name()).isEqualTo("bob");
    assertThat(config.itemsMax()).isEqualTo(6);
    assertThat(config.attachTimeout()).isEqualTo(Duration.ofMinutes(15));
    assertThat(config.tcpNoDelay()).isTrue();
    assertThat(config.origins()).containsExactly("a", "b");
    assertThat(config.nickname()).contains("bobby");
    assertThat(config.limits().perSecond()).isEqualTo(8);
    assertThat(config.admin().port()).isEqualTo(9001);
  }

  @Test
  void aListInTheEnvironmentIsSeparatedByCommas() throws IOException {
    SampleConfig config =
        load(yaml("sample: {name: bob}"), "RIVULET_SAMPLE_ORIGINS", "http://a, http://b,");

    assertThat(config.origins()).containsExactly("http://a", "http://b");
  }

  @Test
  void anEmptyVariableLeavesAnOptionalKeyOut() throws IOException {
    SampleConfig config =
        load(
            yaml("sample: {name: bob}"), "RIVULET_SAMPLE_NICKNAME", "", "RIVULET_SAMPLE_GRACE", "");

    assertThat(config.nickname()).isEmpty();
    assertThat(config.grace()).isEmpty();
  }

  @Test
  void everyWrongKeyIsNamedAtOnceWithItsValue() throws IOException {
    Path yaml = yaml("sample: {items-max: many, atach-timeout: 5s, mood: gloomy, grace: [1, 2]}");

    List<String> problems =
        problems(
            yaml,
            "RIVULET_SAMPLE_ATTACH_TIMEOUT",
            "5 parsecs",
            "RIVULET_SAMPLE_TCP_NO_DELAY",
            "maybe",
            "RIVULET_SAMPLE_SHARE",
            "half",
            "RIVULET_SAMPLE_PUBLIC_URI",
            "a b",
            "RIVULET_SAMPLE_LIMITS_PER_SECOND",
            "0",
            "RIVULET_ADMIN_PORT",
            "70000");

    assertThat(problems)
        .containsExactly(
            "sample.atach-timeout: unknown key",
            "sample.name: missing, set it or RIVULET_SAMPLE_NAME",
            "sample.items-max: \"many\" is not a whole number",
            "sample.tcp-no-delay: \"maybe\" is not true or false",
            "sample.share: \"half\" is not a number",
            "sample.attach-timeout: \"5 parsecs\" is not a duration"
                + " such as 200ms, 5s, 15m, 2h or 30d",
            "sample.public-uri: \"a b\" is not a URI",
            "sample.mood: \"gloomy\" is not one of CALM_SEA, STORM",
            "sample.grace: a list where duration is expected",
            "sample.limits: per-second 0 is not above 0",
            "admin: port 70000 is not between 0 and 65535");
  }

  @Test
  void theMessageIsOneLine() {
    ConfigurationException wrong = refusal(null, "RIVULET_SAMPLE_ITEMS_MAX", "99999999999");

    assertThat(wrong)
        .hasMessage(
            "configuration: sample.name: missing, set it or RIVULET_SAMPLE_NAME; "
                + "sample.items-max: \"99999999999\" is not between -2147483648 and 2147483647");
  }

  @Test
  void printedValuesHideSecrets() throws IOException {
    SampleConfig config = load(yaml("sample: {name: bob, password: sesame}"));

    assertThat(Configuration.printable(config))
        .containsEntry("sample.password", "(hidden)")
        .containsEntry("sample.attach-timeout", "200ms")
        .containsEntry("sample.nickname", "(none)")
        .containsEntry("sample.limits.per-second", "10")
        .containsEntry("admin.port", "0")
        .doesNotContainValue("sesame");
  }

  @Test
  void aDescriptionHasARowForEachKey() {
    List<ConfigurationKey> keys = Configuration.describe(SampleConfig.class);

    assertThat(keys).hasSize(16);
    assertThat(keys.get(5))
        .hasToString(
            "ConfigurationKey[key=sample.attach-timeout, variable=RIVULET_SAMPLE_ATTACH_TIMEOUT,"
                + " type=duration, defaultText=Optional[200ms], required=false, secret=false,"
                + " doc=A wait]");
    assertThat(keys.get(0).required()).isTrue();
    assertThat(keys.get(10)).extracting(ConfigurationKey::required).isEqualTo(false);
    assertThat(keys.get(13).variable()).isEqualTo("RIVULET_SAMPLE_LIMITS_PER_SECOND");
  }

  @Test
  void aVariableThatMatchesNoKeyIsFound() {
    Map<String, String> environment =
        Map.of(
            "RIVULET_SAMPLE_NAME", "bob",
            "RIVULET_SAMPLE_NAME_FILE", "only secrets have files",
            "RIVULET_SAMPLE_PASSWORD_FILE", "x",
            "RIVULET_ADMIN_PROT", "1",
            "RIVULET_GATEWAY_PORT", "2",
            "HOME", "/");

    assertThat(Configuration.unusedVariables(SampleConfig.class, environment))
        .containsExactly("RIVULET_ADMIN_PROT", "RIVULET_SAMPLE_NAME_FILE");
  }

  private Path yaml(String text) throws IOException {
    return Files.writeString(directory.resolve("application.yaml"), text);
  }
}
