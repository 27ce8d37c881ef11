package dev.rivulet.api.token;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rivulet.api.ManualClock;
import dev.rivulet.api.http.HttpServer;
import dev.rivulet.api.http.Origins;
import dev.rivulet.api.http.Reply;
import dev.rivulet.api.http.Router;
import dev.rivulet.contracts.frame.FrameCodec;
import dev.rivulet.token.Revocations;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class AuthenticationTest {
  private static final Duration LIFETIME = Duration.ofMinutes(15);

  private final ManualClock clock = new ManualClock();
  private final AccessTokens tokens =
      new AccessTokens(SigningKeys.fresh(), "rivulet", "rivulet", LIFETIME, clock);
  private boolean known;
  private final Revocations revocations = new Revocations(LIFETIME, clock);
  private final Authentication authentication =
      new Authentication(tokens, revocations, () -> known, (_, _) -> {});
  private final Caller ann = new Caller(UUID.randomUUID(), UUID.randomUUID());
  private final HttpServer server =
      HttpServer.start(
          new HttpServer.Settings(
              "127.0.0.1", 0, 100, Duration.ofSeconds(5), 10, false, Origins.none()),
          new Router().get("/me", authentication.required((caller, _) -> Reply.ok(caller))),
          new SimpleMeterRegistry());
  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  @AfterEach
  void close() {
    client.close();
    server.close();
  }

  @Test
  void aTokenOfOursNamesTheCaller() throws Exception {
    known = true;
    answers("Bearer " + tokens.issue(ann), 200, "");
    answers("bearer  " + tokens.issue(ann), 200, "");
  }

  @Test
  void whatIsNoTokenOfOursIsUnauthorized() throws Exception {
    known = true;
    for (String header : new String[] {"Bearer", "Bearer x", "Basic YTpi", tokens.issue(ann)}) {
      answers(header, 401, "unauthorized");
    }
  }

  @Test
  void anExpiredTokenIsToldApart() throws Exception {
    known = true;
    String token = tokens.issue(ann);
    clock.pass(LIFETIME.plusSeconds(31));
    answers("Bearer " + token, 401, "token-expired");
  }

  @Test
  void aRevokedDeviceIsUnauthorizedUntilItLogsInAgain() throws Exception {
    known = true;
    String token = tokens.issue(ann);
    revocations.revoke(ann.user(), ann.device(), clock.instant().getEpochSecond());
    answers("Bearer " + token, 401, "unauthorized");
    clock.pass(Duration.ofSeconds(1));
    answers("Bearer " + tokens.issue(ann), 200, "");
  }

  @Test
  void nobodyIsLetInBeforeTheRevocationsAreKnown() throws Exception {
    answers("Bearer " + tokens.issue(ann), 503, "unavailable");
    answers("Bearer x", 401, "unauthorized");
  }

  private void answers(String header, int status, String code) throws Exception {
    URI uri = URI.create("http://127.0.0.1:" + server.port() + "/me");
    HttpResponse<String> answer =
        client.send(
            HttpRequest.newBuilder(uri).header("Authorization", header).build(),
            BodyHandlers.ofString());
    assertThat(answer.statusCode()).as(header).isEqualTo(status);
    JsonNode body = FrameCodec.json().readTree(answer.body());
    assertThat(body.path("code").asText()).isEqualTo(code);
    if (status == 200) {
      assertThat(body.path("user").asText()).isEqualTo(ann.user().toString());
    }
  }
}
