package dev.rivulet.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rivulet.api.oidc.TestIssuer;
import dev.rivulet.contracts.frame.FrameCodec;
import dev.rivulet.contracts.id.Ids;
import dev.rivulet.contracts.log.AdminAction;
import dev.rivulet.contracts.log.Command;
import dev.rivulet.contracts.topic.Topic;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("slow")
class AccountsIT extends ApiScene {
  private static final TestIssuer ONE = new TestIssuer("https://one.example");
  private static final TestIssuer TWO = new TestIssuer("https://two.example");
  private static final String ORIGIN = "https://chat.example";

  static {
    SETTINGS.put("RIVULET_API_OIDC_ISSUERS", ONE.line() + "," + TWO.line());
    SETTINGS.put("RIVULET_API_ERASURE_DELAY", "1s");
    SETTINGS.put("RIVULET_API_CORS_ORIGINS", ORIGIN);
  }

  @BeforeAll
  static void prepare() {
    servers.createTopics();
    servers.createTables();
    awaitReady();
  }

  @AfterAll
  static void end() {
    SETTINGS.clear();
    ONE.close();
    TWO.close();
  }

  private static String fresh(String prefix) {
    return prefix + UUID.randomUUID().toString().substring(0, 8);
  }

  private static ApiClient.Answer logIn(String handle, String password) {
    return nobody.post("/v1/login", Map.of("handle", handle, "password", password));
  }

  private static JsonNode json(HttpResponse<byte[]> answer) {
    try {
      return FrameCodec.json().readTree(answer.body());
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void aBrowserNeverSeesItsRefreshToken() {
    Person ann = signUp("ann");
    HttpResponse<byte[]> in =
        nobody.raw(
            "POST",
            "/v1/login",
            Map.of("handle", ann.handle(), "password", PASSWORD, "cookie", true));
    assertThat(json(in).has("refreshToken")).isFalse();
    String cookie = in.headers().firstValue("Set-Cookie").orElseThrow();
    assertThat(cookie).contains("HttpOnly", "SameSite=Strict", "Path=/v1/token");
    String sent = cookie.substring(0, cookie.indexOf(';'));
    HttpResponse<byte[]> renewed =
        nobody.raw("POST", "/v1/token", Map.of(), "Cookie", sent, "Origin", ORIGIN);
    assertThat(renewed.statusCode()).isEqualTo(200);
    assertThat(json(renewed).has("refreshToken")).isFalse();
    assertThat(renewed.headers().firstValue("Access-Control-Allow-Origin")).hasValue(ORIGIN);
    HttpResponse<byte[]> foreign =
        nobody.raw("POST", "/v1/token", Map.of(), "Cookie", sent, "Origin", "https://evil.example");
    assertThat(foreign.statusCode()).isEqualTo(403);
    nobody.post("/v1/token", Map.of()).isProblem(400, "bad-request");
  }

  @Test
  void whatIsAskedTwiceUnderOneKeyIsMadeOnce() {
    Map<String, ?> wanted = Map.of("handle", fresh("ann"), "password", PASSWORD);
    String key = UUID.randomUUID().toString();
    Set<String> made = twelveTimes(() -> nobody.post("/v1/accounts", wanted, key).is(201));
    assertThat(made).hasSize(1);
    assertThat(nobody.post("/v1/accounts", wanted, '"' + key + '"').is(201).text("user"))
        .isIn(made);
    nobody.post("/v1/accounts", wanted, "other").isProblem(409, "handle-taken");
    ApiClient.Answer in = nobody.post("/v1/login", wanted, "log-in").is(200);
    twelveTimes(() -> nobody.post("/v1/login", wanted, "log-in").is(200));
    String access = nobody.post("/v1/login", wanted, "log-in").is(200).text("accessToken");
    assertThat(nobody.as(access).get("/v1/devices").is(200).body().path("devices"))
        .hasSize(2)
        .anyMatch(device -> device.path("device").asText().equals(in.text("device")));
    nobody.post("/v1/login", wanted, "with space").isProblem(400, "bad-request");
  }

  private static Set<String> twelveTimes(Supplier<ApiClient.Answer> request) {
    return IntStream.range(0, 12)
        .mapToObj(_ -> CompletableFuture.supplyAsync(() -> request.get().text("user")))
        .toList()
        .stream()
        .map(CompletableFuture::join)
        .collect(Collectors.toSet());
  }

  @Test
  void aKeyIsOneRequestsAlone() {
    Person ann = signUp("ann");
    Person bob = signUp("bob");
    Map<String, ?> group = Map.of("name", "one", "members", List.of(bob.user()));
    UUID one = ann.api().post("/v1/conversations", group, "key").is(201).id("conversation");
    assertThat(ann.api().post("/v1/conversations", group, "\"key\"").id("conversation"))
        .isEqualTo(one);
    ann.api()
        .post("/v1/conversations", Map.of("name", "two"), "key")
        .isProblem(422, "idempotency-key-reused");
    ann.api()
        .post("/v1/conversations/" + one + "/close", Map.of(), "key")
        .isProblem(422, "idempotency-key-reused");
    bob.api().post("/v1/conversations", Map.of("name", "two"), "key").is(201);
  }

  @Test
  void manyRefreshesAtOnceLeadToOneSuccessor() {
    Person ann = signUp("ann");
    Map<String, String> body = Map.of("refreshToken", ann.refresh());
    Set<String> successors =
        IntStream.range(0, 12)
            .mapToObj(
                _ ->
                    CompletableFuture.supplyAsync(
                        () -> nobody.post("/v1/token", body).is(200).text("refreshToken")))
            .toList()
            .stream()
            .map(CompletableFuture::join)
            .collect(Collectors.toSet());
    assertThat(successors).hasSize(1);
    String next = successors.iterator().next();
    String third = nobody.post("/v1/token", Map.of("refreshToken", next)).text("refreshToken");
    nobody.post("/v1/token", body).isProblem(401, "invalid-refresh-token");
    nobody.post("/v1/token", Map.of("refreshToken", third)).isProblem(401, "invalid-refresh-token");
  }

  @Test
  void profileHandleAndPasswordChange() {
    Person ann = signUp("ann");
    Person bob = signUp("bob");
    ann.api().patch("/v1/me", Map.of("about", "Hiking")).is(200);
    ApiClient.Answer seen = bob.api().get("/v1/users/" + ann.user()).is(200);
    assertThat(seen.text("about")).isEqualTo("Hiking");
    String next = fresh("anna");
    ann.api().put("/v1/me/handle", Map.of("handle", next)).is(200);
    bob.api().get("/v1/users?handle=" + next).is(200);
    bob.api().get("/v1/users?handle=" + ann.handle()).isProblem(404, "unknown-user");
    trySignUp(ann.handle()).isProblem(409, "handle-taken");
    ann.api().put("/v1/me/handle", Map.of("handle", "admin")).isProblem(409, "handle-taken");
    ApiClient other = nobody.as(logIn(next, PASSWORD).is(200).text("accessToken"));
    ann.api()
        .put("/v1/me/password", Map.of("password", "nope nope 1", "newPassword", "battery staple"))
        .isProblem(401, "wrong-credentials");
    ann.api()
        .put("/v1/me/password", Map.of("password", PASSWORD, "newPassword", "battery staple"))
        .is(204);
    other.get("/v1/me").isProblem(401, "unauthorized");
    ann.api().get("/v1/me").is(200);
    logIn(next, PASSWORD).isProblem(401, "wrong-credentials");
    logIn(next, "battery staple").is(200);
  }

  @Test
  void devicesAreNamedAndAllOthersSignedOut() {
    Person ann = signUp("ann");
    ApiClient.Answer two = logIn(ann.handle(), PASSWORD).is(200);
    ann.api().patch("/v1/devices/" + two.text("device"), Map.of("name", "Tablet")).is(204);
    assertThat(ann.api().get("/v1/devices").body().path("devices").findValuesAsText("name"))
        .contains("Tablet");
    ann.api()
        .patch("/v1/devices/" + UUID.randomUUID(), Map.of("name", "x"))
        .isProblem(404, "unknown-device");
    ann.api().delete("/v1/devices").is(204);
    nobody.as(two.text("accessToken")).get("/v1/me").isProblem(401, "unauthorized");
    nobody
        .post("/v1/token", Map.of("refreshToken", two.text("refreshToken")))
        .isProblem(401, "invalid-refresh-token");
    assertThat(ann.api().get("/v1/devices").is(200).body().path("devices")).hasSize(1);
  }

  @Test
  void aDeactivatedAccountComesBackWithALogIn() {
    Person ann = signUp("ann");
    Person bob = signUp("bob");
    ann.api().post("/v1/me/deactivate", Map.of("password", PASSWORD)).is(204);
    bob.api().get("/v1/users/" + ann.user()).isProblem(404, "unknown-user");
    bob.api().post("/v1/conversations", Map.of("user", ann.user())).isProblem(404, "unknown-user");
    ann.api().get("/v1/me").isProblem(401, "unauthorized");
    logIn(ann.handle(), PASSWORD).is(200);
    bob.api().get("/v1/users/" + ann.user()).is(200);
  }

  @Test
  void anExportHoldsWhatThePersonWrote() throws Exception {
    Person ann = signUp("ann");
    UUID group = group(ann, signUp("bob"), 260);
    HttpResponse<byte[]> answer = ann.api().raw("GET", "/v1/me/export", Map.of());
    assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/zip");
    Map<String, String> files = new HashMap<>();
    try (ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(answer.body()))) {
      for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
        files.put(entry.getName(), new String(zip.readAllBytes(), StandardCharsets.UTF_8));
      }
    }
    assertThat(files)
        .containsOnlyKeys(
            "profile.json", "devices.json", "conversations.json", "messages/" + group + ".jsonl");
    assertThat(files.get("profile.json")).contains(ann.handle());
    assertThat(files.getOrDefault("messages/" + group + ".jsonl", "").lines()).hasSize(259);
  }

  @Test
  void anErasedAccountIsGoneAndItsMessagesAreDeletedThroughTheLog() throws Exception {
    Person ann = signUp("ann");
    Person bob = signUp("bob");
    UUID group = group(ann, bob, 5);
    ann.api()
        .post("/v1/me/erase", Map.of("password", "nope nope 1"))
        .isProblem(401, "wrong-credentials");
    ann.api().post("/v1/me/erase", Map.of("password", PASSWORD)).is(202);
    ann.api().get("/v1/me").isProblem(401, "unauthorized");
    logIn(ann.handle(), PASSWORD).isProblem(401, "wrong-credentials");
    bob.api().get("/v1/users/" + ann.user()).isProblem(404, "unknown-user");
    bob.api().get("/v1/users?handle=" + ann.handle()).isProblem(404, "unknown-user");
    trySignUp(ann.handle()).isProblem(409, "handle-taken");
    await()
        .atMost(SOON)
        .untilAsserted(
            () ->
                assertThat(commands(group))
                    .extracting(Command::getBodyCase)
                    .containsExactly(
                        Command.BodyCase.DELETE_MESSAGE,
                        Command.BodyCase.DELETE_MESSAGE,
                        Command.BodyCase.DELETE_MESSAGE,
                        Command.BodyCase.DELETE_MESSAGE,
                        Command.BodyCase.CHANGE_ROLE,
                        Command.BodyCase.LEAVE_GROUP));
    assertThat(servers.records(Topic.USERS))
        .filteredOn(record -> Ids.uuid(record.key()).equals(ann.user()))
        .last()
        .matches(record -> record.value() == null);
  }

  @Test
  void anotherIssuersPersonIsFoundByIssuerAndSubjectAlone() {
    String handle = fresh("olga");
    Map<String, ?> first = Map.of("token", ONE.token("7"), "handle", handle);
    ApiClient.Answer one = nobody.post("/v1/login/oidc", first).is(200);
    assertThat(nobody.post("/v1/login/oidc", Map.of("token", ONE.token("7"))).id("user"))
        .isEqualTo(one.id("user"));
    nobody
        .post("/v1/login/oidc", Map.of("token", TWO.token("7")))
        .isProblem(404, "unknown-identity");
    ApiClient.Answer two =
        nobody
            .post("/v1/login/oidc", Map.of("token", TWO.token("7"), "handle", fresh("olga")))
            .is(200);
    assertThat(two.id("user")).isNotEqualTo(one.id("user"));
    nobody
        .post(
            "/v1/login/oidc",
            Map.of("token", TWO.token("7", it -> it.issuer("https://one.example"))))
        .isProblem(401, "invalid-token");
    logIn(handle, PASSWORD).isProblem(401, "wrong-credentials");
    ApiClient api = nobody.as(one.text("accessToken"));
    assertThat(api.get("/v1/me/identities").is(200).body().path("identities")).hasSize(1);
    api.delete("/v1/me/identities", Map.of("issuer", "https://one.example", "subject", "7"))
        .isProblem(409, "last-login");
    api.post("/v1/me/erase", Map.of("token", TWO.token("7"))).isProblem(401, "wrong-credentials");
    api.post("/v1/me/erase", Map.of("token", ONE.token("7"))).is(202);
    nobody
        .post("/v1/login/oidc", Map.of("token", ONE.token("7")))
        .isProblem(404, "unknown-identity");
  }

  @Test
  void aPasswordAccountLinksAnIdentityThatNobodyElseHas() {
    Person ann = signUp("ann");
    String subject = UUID.randomUUID().toString();
    Map<String, ?> link = Map.of("token", ONE.token(subject), "password", PASSWORD);
    ann.api().post("/v1/me/identities", link).is(204);
    ann.api().post("/v1/me/identities", link).is(204);
    assertThat(nobody.post("/v1/login/oidc", Map.of("token", ONE.token(subject))).id("user"))
        .isEqualTo(ann.user());
    signUp("bob").api().post("/v1/me/identities", link).isProblem(409, "identity-taken");
    Map<String, ?> named = Map.of("issuer", "https://one.example", "subject", subject);
    signUp("eve").api().delete("/v1/me/identities", named).isProblem(404, "unknown-identity");
    ann.api().delete("/v1/me/identities", named).is(204);
    nobody
        .post("/v1/login/oidc", Map.of("token", ONE.token(subject)))
        .isProblem(404, "unknown-identity");
  }

  @Test
  void whoListsContactsIsWrittenToByThemAlone() {
    Person ann = signUp("ann");
    Person bob = signUp("bob");
    ann.api().patch("/v1/contacts", Map.of("directFrom", "contacts")).is(200);
    bob.api().post("/v1/conversations", Map.of("user", ann.user())).isProblem(403, "contacts-only");
    ann.api().put("/v1/contacts/" + bob.user(), Map.of()).is(204);
    bob.api().post("/v1/conversations", Map.of("user", ann.user())).is(201);
    assertThat(ann.api().get("/v1/contacts").body().path("contacts").get(0).asText())
        .isEqualTo(bob.user().toString());
    ann.api().delete("/v1/contacts/" + bob.user()).is(204);
    bob.api().post("/v1/conversations", Map.of("user", ann.user())).isProblem(403, "contacts-only");
    ann.api().put("/v1/contacts/" + UUID.randomUUID(), Map.of()).isProblem(404, "unknown-user");
  }

  private static ApiClient operator() throws IOException {
    String token = Files.readString(directory.resolve("operator-token")).strip();
    return new ApiClient(http, address("operator"), token);
  }

  @Test
  void anOperatorDisablesAnAccountAndItIsWrittenDown() throws Exception {
    Person ann = signUp("ann");
    ApiClient admin = operator();
    String path = "/admin/users/" + ann.handle();
    assertThat(admin.get(path).is(200).text("state")).isEqualTo("active");
    assertThat(admin.get(path + "/sessions").is(200).body().path("sessions")).hasSize(1);
    admin.post(path + "/disable", Map.of("reason", "spam")).is(200);
    ann.api().get("/v1/me").isProblem(401, "unauthorized");
    logIn(ann.handle(), PASSWORD).isProblem(403, "account-disabled");
    admin.post(path + "/enable", Map.of()).is(200);
    logIn(ann.handle(), PASSWORD).is(200);
    String password = admin.post(path + "/reset-password", Map.of()).is(200).text("password");
    logIn(ann.handle(), PASSWORD).isProblem(401, "wrong-credentials");
    logIn(ann.handle(), password).is(200);
    assertThat(servers.records(Topic.ADMIN_AUDIT))
        .map(record -> AdminAction.parseFrom(record.value()))
        .filteredOn(action -> action.getSubject().equals(Ids.bytes(ann.user())))
        .extracting(AdminAction::getAction)
        .containsExactly(
            "user-show", "user-sessions", "user-disable", "user-enable", "user-reset-password");
  }

  @Test
  void anOperatorClosesAGroupInItsOwnersName() throws Exception {
    Person ann = signUp("ann");
    UUID group = group(ann, signUp("bob"), 5);
    ApiClient admin = operator();
    String path = "/admin/conversations/" + group;
    assertThat(admin.get(path).is(200).body().path("members")).hasSize(2);
    admin.post(path + "/close", Map.of("reason", "scam")).is(202);
    assertThat(commands(group)).last().matches(Command::hasCloseGroup);
    admin
        .post("/admin/conversations/" + UUID.randomUUID() + "/close", Map.of())
        .isProblem(404, "unknown-conversation");
    assertThat(servers.records(Topic.ADMIN_AUDIT))
        .map(record -> AdminAction.parseFrom(record.value()))
        .last()
        .matches(AdminAction::getFailed);
  }

  @Test
  void theAdminApiIsForItsTokenOnItsPortAlone() throws Exception {
    Person ann = signUp("ann");
    ApiClient admin = operator();
    String path = "/admin/users/" + ann.handle();
    admin.as("x".repeat(64)).get(path).isProblem(401, "unauthorized");
    new ApiClient(http, address("operator"), null).get(path).isProblem(401, "unauthorized");
    ann.api().get(path).isProblem(404, "not-found");
    new ApiClient(http, address("operator"), ann.api().token())
        .get(path)
        .isProblem(401, "unauthorized");
  }

  @Test
  void aRotationLogsNobodyOut() throws Exception {
    Person ann = signUp("ann");
    operator().post("/admin/keys/rotate", Map.of()).is(200);
    assertThat(nobody.get("/.well-known/jwks.json").body().path("keys")).hasSize(2);
    ann.api().get("/v1/me").is(200);
  }

  @Test
  void answersTellHowFarABudgetIs() {
    Person ann = signUp("ann");
    HttpResponse<byte[]> me = ann.api().raw("GET", "/v1/me", Map.of());
    assertThat(String.join(",", me.headers().allValues("RateLimit")))
        .contains("\"requests-user\";r=59999", "\"requests-device\";r=29999");
    String tag = me.headers().firstValue("ETag").orElseThrow();
    assertThat(ann.api().raw("GET", "/v1/me", Map.of(), "If-None-Match", tag).statusCode())
        .isEqualTo(304);
    for (String path : List.of("/v1/blocked", "/v1/contacts")) {
      ann.api().get(path).is(200);
    }
  }
}
