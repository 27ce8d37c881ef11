package dev.rivulet.testing.system;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.rivulet.client.Addresses;
import dev.rivulet.servers.Installation;
import dev.rivulet.servers.InstalledProgram;
import dev.rivulet.servers.PrometheusServer;
import dev.rivulet.stack.Balancer;
import dev.rivulet.stack.ServiceProcess;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/// Rules and dashboard against a Prometheus that asks the whole stack while people talk.
@ExtendWith(StackExtension.class)
@Timeout(240)
@Order(9)
@Tag("slow")
class MonitoringIT {
  private static final Path DEPLOY = Installation.find().root().resolve("deploy");
  private static final List<String> RULES = List.of("recording.yml", "alerts.yml");

  private final TestStack stack;

  MonitoringIT(TestStack stack) {
    this.stack = stack;
  }

  @Test
  void noQueryOfRulesAndDashboardIsEmptyUnderTraffic(@TempDir Path directory) throws Exception {
    try (Balancer balancer = Balancer.start(stack.processes(), Balancer.Options.forTests());
        PrometheusServer prometheus =
            new PrometheusServer(directory.resolve("work"), configuration(directory, balancer))) {
      prometheus.startAndAwait(Duration.ofSeconds(30));
      List<Person> people = people(balancer);
      UUID group = Talk.newGroup(people);
      Map<String, String> queries = queries();
      var empty = new TreeSet<>(queries.keySet());
      await("no query is empty")
          .atMost(Duration.ofSeconds(120))
          .pollInterval(Duration.ofSeconds(2))
          .untilAsserted(
              () -> {
                talk(people, group);
                empty.removeIf(place -> hasValue(prometheus, queries.getOrDefault(place, "")));
                assertThat(empty).as("empty queries").isEmpty();
              });
      System.out.printf("          %d queries, none empty%n", queries.size());
      Person.closeAll(people);
    }
  }

  @Test
  void promtoolFindsNothingWrongAndEveryAlertSpeaksBeyondItsNumber() throws Exception {
    Path folder = DEPLOY.resolve("prometheus");
    promtool(folder, "check", "config", "prometheus.yml");
    promtool(folder, "test", "rules", "alerts-test.yml");
    String tests = Files.readString(folder.resolve("alerts-test.yml"));
    assertThat(found("- alert: (\\w+)", Files.readString(folder.resolve("alerts.yml"))))
        .isNotEmpty()
        .allSatisfy(alert -> assertThat(tests).contains("alertname=\"" + alert + "\""));
  }

  /// The checked-in one, asking more often, with the addresses of this stack.
  private Path configuration(Path directory, Balancer balancer) throws IOException {
    Path targets = Files.createDirectories(directory.resolve("targets"));
    Map<String, List<String>> addresses = new LinkedHashMap<>();
    addresses.put("haproxy", List.of("127.0.0.1:" + balancer.admin().getPort()));
    stack.processes().processes().stream()
        .filter(ServiceProcess.class::isInstance)
        .map(ServiceProcess.class::cast)
        .forEach(
            service ->
                addresses
                    .computeIfAbsent(service.spec().name(), name -> new ArrayList<>())
                    .add("127.0.0.1:" + service.adminPort()));
    for (var job : addresses.entrySet()) {
      Files.writeString(
          targets.resolve(job.getKey() + ".json"),
          new ObjectMapper().writeValueAsString(List.of(Map.of("targets", job.getValue()))));
    }
    for (String rules : RULES) {
      Files.copy(DEPLOY.resolve("prometheus").resolve(rules), directory.resolve(rules));
    }
    String text =
        Files.readString(DEPLOY.resolve("prometheus/prometheus.yml"))
            .replaceAll("(?m)^ +dns_sd_configs:.*\n", "")
            .replaceAll("_interval: 5s", "_interval: 1s");
    return Files.writeString(directory.resolve("prometheus.yml"), text);
  }

  private List<Person> people(Balancer balancer) {
    return stack.people(4, new Addresses(balancer.http(), List.of(balancer.gateway())));
  }

  private static void talk(List<Person> people, UUID group) {
    for (Person person : people) {
      Talk.awaitSent(person.device().sendMany(group, 5));
    }
    // One whose socket ends.
    Person last = people.getLast();
    TestDevice gone = last.addDevice();
    gone.close();
    last.devices().remove(gone);
  }

  /// Every query by the place it stands in: recorded values, the left sides of alerts, panels.
  private static Map<String, String> queries() throws IOException {
    Map<String, String> queries = new LinkedHashMap<>();
    found("- record: (\\S+)", Files.readString(DEPLOY.resolve("prometheus/recording.yml")))
        .forEach(name -> queries.put("recorded " + name, name));
    found("expr: (\\S+) [<>] \\S+\n", Files.readString(DEPLOY.resolve("prometheus/alerts.yml")))
        .forEach(name -> queries.put("alert on " + name, name));
    JsonNode dashboard =
        new ObjectMapper().readTree(DEPLOY.resolve("grafana/dashboards/rivulet.json").toFile());
    for (JsonNode panel : dashboard.get("panels")) {
      for (JsonNode target : panel.path("targets")) {
        queries.put(
            "panel " + panel.get("title").asText() + " " + target.get("refId").asText(),
            target.get("expr").asText());
      }
    }
    return queries;
  }

  /// Whether at least one series has a number.
  private static boolean hasValue(PrometheusServer prometheus, String query) {
    URI base = URI.create("http://127.0.0.1:" + prometheus.port());
    try (Http http = new Http(base)) {
      Http.Answer answer = http.get("/api/v1/query?query=" + URLEncoder.encode(query, UTF_8), null);
      assertThat(answer.status()).as("%s: %s", query, answer.body()).isEqualTo(200);
      JsonNode result = new ObjectMapper().readTree(answer.body()).at("/data/result");
      for (JsonNode series : result) {
        if (!series.at("/value/1").asText().equals("NaN")) {
          return true;
        }
      }
      return false;
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static List<String> found(String pattern, String text) {
    return Pattern.compile(pattern)
        .matcher(text)
        .results()
        .map((MatchResult match) -> match.group(1))
        .toList();
  }

  private static void promtool(Path folder, String... arguments) throws Exception {
    List<String> command = new ArrayList<>();
    command.add(InstalledProgram.require("promtool").toString());
    command.addAll(List.of(arguments));
    Process process =
        new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), UTF_8);
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).as(said).isZero();
  }
}
