package dev.rivulet.api.admin;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.rivulet.runtime.OperatorProgram;
import dev.rivulet.runtime.ServiceFailure;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// `./rivulet admin`: asks the admin API and prints its answer.
public final class Admin {
  private static final String USAGE =
      """
      usage: admin user show|sessions USER
             admin user disable|enable|sign-out|reset-password USER [--reason TEXT]
             admin conversation show ID
             admin conversation close ID [--reason TEXT]
             admin keys rotate|replace [--reason TEXT]
      user          USER is a handle or an id. disable: nobody logs in and all devices are signed
                    out; reset-password prints a new one and signs all devices out
      conversation  show prints kind, name, size and members, never what was said
      keys          rotate publishes the next signing key now; replace puts it in place of all,
                    after a theft: every access token is void
      --as NAME says who asks; --url URL --token-file FILE ask another installation.
      Every action is a record of the topic admin-audit, with who asks and the reason.""";

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration TIMEOUT = Duration.ofSeconds(20);
  private static final Set<String> LOOKS =
      Set.of("user show", "user sessions", "conversation show");
  private static final Set<String> ACTIONS =
      Set.of(
          "user disable",
          "user enable",
          "user sign-out",
          "user reset-password",
          "conversation close",
          "keys rotate",
          "keys replace");

  private final URI base;
  private final String token;
  private final String operator;

  Admin(URI base, String token, String operator) {
    this.base = base;
    this.token = token;
    this.operator = operator;
  }

  public static void main(String[] args) {
    List<String> words = new ArrayList<>(List.of(args));
    String reason = option(words, "--reason");
    String operator = option(words, "--as");
    String data = option(words, "--data");
    String url = option(words, "--url");
    String tokenFile = option(words, "--token-file");
    Optional<String> path = path(words);
    if (path.isEmpty()) {
      OperatorProgram.usage(words.contains("--help"), USAGE);
    }
    boolean look = LOOKS.contains(words.get(0) + " " + words.get(1));
    OperatorProgram.run(
        () -> {
          Admin admin =
              url.isEmpty() ? find(Path.of(data), operator) : at(url, tokenFile, operator);
          return admin.run(look, path.orElseThrow(), reason);
        });
  }

  /// Takes an option and its values out; the last one counts, and it is empty when there is none.
  static String option(List<String> words, String name) {
    String value = "";
    for (int at = words.indexOf(name); at >= 0 && at + 1 < words.size(); at = words.indexOf(name)) {
      words.remove(at);
      value = words.remove(at);
    }
    return value;
  }

  /// What is asked for, or empty when it is nothing that can be.
  static Optional<String> path(List<String> words) {
    if (words.size() < 2) {
      return Optional.empty();
    }
    String what = words.get(0) + " " + words.get(1);
    boolean keys = words.get(0).equals("keys");
    boolean known = LOOKS.contains(what) || ACTIONS.contains(what);
    if (!known || words.size() != (keys ? 2 : 3)) {
      return Optional.empty();
    }
    if (keys) {
      return Optional.of("/admin/keys/" + words.get(1));
    }
    String subject = URLEncoder.encode(words.get(2), StandardCharsets.UTF_8);
    String verb = words.get(1).equals("show") ? "" : "/" + words.get(1);
    return Optional.of("/admin/" + words.get(0) + "s/" + subject + verb);
  }

  /// Where the admin API of the stack in a folder is.
  static Admin find(Path data, String operator) {
    try {
      JsonNode ports =
          JSON.readTree(Files.readString(data.resolve("services/client-api/ports.json")));
      URI url = URI.create("http://127.0.0.1:" + ports.path("operator").asInt());
      return new Admin(url, AdminToken.read(data.resolve("secrets/operator-token")), operator);
    } catch (IOException e) {
      throw ServiceFailure.unavailable("the admin API cannot be found: " + e.getMessage(), e);
    }
  }

  private static Admin at(String url, String tokenFile, String operator) {
    try {
      return new Admin(URI.create(url), AdminToken.read(Path.of(tokenFile)), operator);
    } catch (IOException e) {
      throw ServiceFailure.misconfigured("the token cannot be read: " + e.getMessage(), e);
    }
  }

  int run(boolean look, String path, String reason) throws InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(base.resolve(path))
            .timeout(TIMEOUT)
            .header("Authorization", "Bearer " + token)
            .header("X-Operator", operator)
            .header("Content-Type", "application/json");
    String body = JSON.createObjectNode().put("reason", reason).toString();
    HttpRequest asked =
        (look ? request.GET() : request.POST(BodyPublishers.ofString(body))).build();
    try (HttpClient client = HttpClient.newHttpClient()) {
      HttpResponse<String> answer = client.send(asked, BodyHandlers.ofString());
      JsonNode said = JSON.readTree(answer.body());
      if (answer.statusCode() >= 300) {
        System.err.println("refused: " + said.path("code").asText() + " " + text(said, "detail"));
        return OperatorProgram.REFUSED;
      }
      System.out.println(JSON.writerWithDefaultPrettyPrinter().writeValueAsString(said));
      return 0;
    } catch (IOException e) {
      throw ServiceFailure.unavailable("the admin API does not answer: " + e, e);
    }
  }

  private static String text(JsonNode said, String field) {
    return said.path(field).asText();
  }
}
