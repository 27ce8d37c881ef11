package dev.rivulet.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.protobuf.ByteString;
import dev.rivulet.api.token.AccessTokens;
import dev.rivulet.api.token.Caller;
import dev.rivulet.api.token.SigningKeys;
import dev.rivulet.contracts.Cursor;
import dev.rivulet.contracts.id.Ids;
import dev.rivulet.contracts.log.Content;
import dev.rivulet.contracts.log.DirectOpened;
import dev.rivulet.contracts.log.Event;
import dev.rivulet.contracts.log.GroupCreated;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.LongPredicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// Every operation of the interface, asked by everybody who may not or not wholly ask it, about
/// things that are theirs, somebody else's and nobody's. What is written anywhere says where it
/// stands, so whatever leaks shows itself in an answer.
@Tag("slow")
class AccessMatrixIT extends ApiScene {
  private static final int REQUESTS_MIN = 20_000;
  private static final int AT_ONCE = 4;
  private static final long HEAD = 60;
  private static final Pattern SECRET = Pattern.compile("secret-([0-9a-f-]{36})-(\\d+)");
  private static final Pattern COMMAND = Pattern.compile("\"command\":\"[^\"]+\"");

  /// Asked of oneself they end the asker's own session or account.
  private static final Set<String> ENDS = Set.of("POST /v1/logout", "DELETE /v1/devices");

  static {
    for (String limit :
        List.of(
            "REQUESTS_BY_USER",
            "REQUESTS_BY_DEVICE",
            "COMMANDS_BY_USER",
            "REFRESHES_BY_ADDRESS",
            "LOGINS_BY_ADDRESS",
            "LOGINS_BY_HANDLE",
            "SIGN_UPS_BY_ADDRESS")) {
      SETTINGS.put("RIVULET_API_LIMITS_" + limit, "10000000");
    }
  }

  private static final Map<String, Actor> ACTORS = new LinkedHashMap<>();
  private static final Map<String, Target> TARGETS = new LinkedHashMap<>();

  /// Who asks. `refusal` is the code for everything he asks, if it is always the same.
  private record Actor(
      String name, ApiClient api, Optional<String> refusal, Map<UUID, LongPredicate> sees) {
    boolean mayKnow(UUID conversation) {
      return sees.containsKey(conversation);
    }
  }

  /// What is asked about.
  private record Target(String conversation, String user, String device, String handle) {}

  @BeforeAll
  static void prepare() {
    servers.createTopics();
    servers.createTables();
    awaitReady();
    Person ann = signUp("ann");
    Person member = signUp("bob");
    Person former = signUp("cy");
    Person later = signUp("dan");
    Person outsider = signUp("eve");
    UUID group = group(ann, member, former, later);
    UUID direct = direct(ann, member);
    actor("member", member, Map.of(group, _ -> true, direct, _ -> true));
    actor("former member", former, Map.of(group, seq -> seq <= 20));
    actor("later member", later, Map.of(group, seq -> seq >= 40));
    actor("outsider", outsider, Map.of());
    stranger("anonymous", "unauthorized", null);
    Caller caller = new Caller(member.user(), member.device());
    SigningKeys keys =
        SigningKeys.load(Path.of(servers.environment().get("RIVULET_API_SIGNING_KEY_FILE")));
    Instant now = Instant.now();
    stranger("expired", "token-expired", token(keys, "rivulet", now.minusSeconds(3600), caller));
    stranger("wrong audience", "unauthorized", token(keys, "another", now, caller));
    stranger("wrong key", "unauthorized", token(SigningKeys.fresh(), "rivulet", now, caller));
    Person lost = signUp("fay");
    lost.api().post("/v1/logout", Map.of()).is(204);
    stranger("revoked", "unauthorized", lost.api().token());
    target("theirs", group.toString(), ann);
    target("a 1:1 of others", direct.toString(), ann);
    TARGETS.put("nobody's", nothing(UUID.randomUUID().toString()));
    TARGETS.put("no id", nothing("not-an-id"));
    TARGETS.put("an id in capitals", nothing(group.toString().toUpperCase(Locale.ROOT)));
  }

  @AfterAll
  static void end() {
    SETTINGS.clear();
  }

  private static void actor(String name, Person person, Map<UUID, LongPredicate> sees) {
    ACTORS.put(name, new Actor(name, person.api(), Optional.empty(), sees));
  }

  private static void stranger(String name, String code, @Nullable String token) {
    ApiClient api = new ApiClient(http, address("http"), token);
    ACTORS.put(name, new Actor(name, api, Optional.of(code), Map.of()));
  }

  private static String token(SigningKeys keys, String audience, Instant when, Caller caller) {
    return new AccessTokens(
            keys, "rivulet", audience, Duration.ofMinutes(15), InstantSource.fixed(when))
        .issue(caller);
  }

  private static void target(String name, String conversation, Person person) {
    TARGETS.put(
        name,
        new Target(
            conversation, person.user().toString(), person.device().toString(), person.handle()));
  }

  private static Target nothing(String id) {
    return new Target(id, id, id, "nobody-of-this");
  }

  private static Event secret(UUID conversation, long seq, Person actor) {
    String text = "secret-" + conversation + "-" + seq;
    return event(conversation, seq, actor)
        .setCount(seq - 1)
        .setMessage(Content.newBuilder().setContent(ByteString.copyFromUtf8(text)).build())
        .build();
  }

  private static UUID group(Person ann, Person member, Person former, Person later) {
    UUID group = UUID.randomUUID();
    servers.event(
        group,
        event(group, 1, ann).setGroupCreated(GroupCreated.newBuilder().setName("secret")).build());
    servers.joined(group, ann.user(), 1, true);
    servers.joined(group, member.user(), 1, false);
    servers.joined(group, former.user(), 1, false);
    servers.joined(group, later.user(), 40, false);
    fill(group, ann);
    servers.left(group, former.user(), 20);
    servers.head(group, secret(group, HEAD, ann), false, "secret");
    return group;
  }

  private static UUID direct(Person ann, Person member) {
    UUID direct = Ids.direct(ann.user(), member.user());
    servers.event(
        direct,
        event(direct, 1, ann)
            .setDirectOpened(
                DirectOpened.newBuilder()
                    .addMembers(Ids.bytes(ann.user()))
                    .addMembers(Ids.bytes(member.user())))
            .build());
    servers.joined(direct, ann.user(), 1, false);
    servers.joined(direct, member.user(), 1, false);
    fill(direct, ann);
    servers.head(direct, secret(direct, HEAD, ann), true, "");
    return direct;
  }

  private static void fill(UUID conversation, Person author) {
    for (long seq = 2; seq <= HEAD; seq++) {
      servers.event(conversation, secret(conversation, seq, author));
    }
  }

  @Test
  void nobodyLearnsWhatIsNotForHim() throws Exception {
    long seed = Long.getLong("rivulet.seed", System.nanoTime());
    System.out.println("rivulet.seed=" + seed);
    Random random = new Random(seed);
    List<String> operations = List.copyOf(InterfaceDocument.OPENAPI.operations());
    int asked = 0;
    while (asked < REQUESTS_MIN) {
      List<Callable<Void>> round = new ArrayList<>();
      for (String operation : operations) {
        for (Actor actor : ACTORS.values()) {
          for (Target target : TARGETS.values()) {
            long choice = random.nextLong();
            if (actor.refusal().isPresent() || !ENDS.contains(operation)) {
              round.add(() -> ask(actor, operation, target, choice));
            }
          }
        }
      }
      asked += 2 * round.size();
      run(round);
    }
    System.out.println(asked + " requests");
    assertThat(InterfaceDocument.OPENAPI.exercised())
        .containsAll(InterfaceDocument.OPENAPI.operations());
  }

  private static void run(List<Callable<Void>> round) throws Exception {
    try (ExecutorService threads = Executors.newFixedThreadPool(AT_ONCE)) {
      for (Future<Void> one : threads.invokeAll(round)) {
        one.get();
      }
    }
  }

  private static Void ask(Actor actor, String operation, Target target, long choice) {
    Answer answer = send(actor, operation, target, choice);
    // Next to a wrong id stands another wrong one.
    boolean id = Ids.parse(target.conversation()).isPresent();
    String none = id ? UUID.randomUUID().toString() : "wrong-" + choice;
    Answer nothing = send(actor, operation, nothing(none), choice);
    String what = actor.name() + ": " + operation + " of " + target + " → " + answer;
    assertThat(answer.status()).as(what).isLessThan(500);
    isRefused(actor, operation, answer, what);
    leaksNothing(actor, answer, what);
    boolean foreign =
        Ids.parse(target.conversation()).filter(actor::mayKnow).isEmpty()
            && operation.contains("/v1/conversations/{id}");
    if (foreign) {
      assertThat(answer.same()).as(what).isEqualTo(nothing.same());
    }
    return null;
  }

  private static void isRefused(Actor actor, String operation, Answer answer, String what) {
    String[] words = operation.split(" ", 2);
    JsonNode security =
        InterfaceDocument.OPENAPI
            .document()
            .path("paths")
            .path(words[1])
            .path(words[0].toLowerCase(Locale.ROOT))
            .path("security");
    boolean open = security.isArray() && security.isEmpty();
    if (!open && actor.refusal().isPresent()) {
      assertThat(answer.status()).as(what).isEqualTo(401);
      assertThat(answer.body()).as(what).contains("\"" + actor.refusal().get() + "\"");
    }
  }

  private static void leaksNothing(Actor actor, Answer answer, String what) {
    Matcher secrets = SECRET.matcher(answer.body());
    while (secrets.find()) {
      UUID conversation = UUID.fromString(secrets.group(1));
      long seq = Long.parseLong(secrets.group(2));
      LongPredicate sees = actor.sees().getOrDefault(conversation, _ -> false);
      assertThat(sees.test(seq)).as(what).isTrue();
    }
  }

  private record Answer(int status, String body) {
    /// Without what differs between any two commands.
    String same() {
      return status + " " + COMMAND.matcher(body).replaceAll("");
    }
  }

  private static Answer send(Actor actor, String operation, Target target, long choice) {
    Random random = new Random(choice);
    String[] words = operation.split(" ", 2);
    String path = path(words[1], target, random);
    HttpResponse<byte[]> answer = actor.api().raw(words[0], path, body(operation, target, random));
    return new Answer(
        answer.statusCode(),
        operation.endsWith("/export") && answer.statusCode() == 200
            ? ""
            : new String(answer.body(), StandardCharsets.UTF_8));
  }

  private static String path(String pattern, Target target, Random random) {
    String id =
        pattern.startsWith("/v1/devices")
            ? target.device()
            : pattern.startsWith("/v1/conversations") ? target.conversation() : target.user();
    String path =
        pattern
            .replace("{id}", id)
            .replace("{user}", target.user())
            .replace("{seq}", Long.toString(1 + random.nextLong(HEAD)))
            .replace("{emoji}", "%F0%9F%91%8D");
    long from = 1 + random.nextLong(HEAD);
    return switch (pattern) {
      case "/v1/conversations/{id}/messages" ->
          path + "?limit=" + (1 + random.nextInt(80)) + "&before=" + (from + 2);
      case "/v1/conversations/{id}/events" ->
          path + "?from=" + from + "&to=" + (from + random.nextInt(30));
      case "/v1/presence" -> path + "?users=" + target.user();
      case "/v1/users" -> path + "?handle=" + target.handle();
      case "/v1/sync" -> path + "?to=" + cursor(random) + "&from=" + cursor(random);
      default -> path;
    };
  }

  private static String cursor(Random random) {
    long time = System.currentTimeMillis() - random.nextInt(1_000_000);
    return new Cursor(ApiServers.GENERATION, random.nextInt(1000), time).encode();
  }

  /// What each operation takes; nothing here is right where it would end the asker's account.
  private static Map<String, ?> body(String operation, Target target, Random random) {
    Map<String, Object> body = new HashMap<>();
    switch (operation) {
      case "POST /v1/accounts" -> body.putAll(Map.of("handle", "admin", "password", PASSWORD));
      case "POST /v1/login" ->
          body.putAll(Map.of("handle", target.handle(), "password", "wrong horse 1"));
      case "POST /v1/login/oidc", "POST /v1/me/identities" ->
          body.putAll(Map.of("token", "a.b.c", "password", "wrong horse 1"));
      case "POST /v1/token" -> body.put("refreshToken", "AAAA");
      case "PATCH /v1/me" -> body.put("about", "about " + random.nextInt());
      case "PUT /v1/me/handle" -> body.put("handle", "admin");
      case "PUT /v1/me/password" ->
          body.putAll(Map.of("password", "wrong horse 1", "newPassword", "battery staple"));
      case "POST /v1/me/deactivate", "POST /v1/me/erase" -> body.put("password", "wrong horse 1");
      case "DELETE /v1/me/identities" -> body.putAll(Map.of("issuer", "x", "subject", "y"));
      case "PATCH /v1/me/privacy" -> body.put("presence", random.nextBoolean());
      case "PATCH /v1/devices/{id}" -> body.put("name", "taken over");
      case "PATCH /v1/contacts" -> body.put("directFrom", "everybody");
      case "POST /v1/conversations" -> body.put("user", target.user());
      case "PATCH /v1/conversations/{id}" -> body.put("name", "taken over");
      case "POST /v1/conversations/{id}/members" -> body.put("users", List.of(UUID.randomUUID()));
      case "PUT /v1/conversations/{id}/members/{user}/role" -> body.put("role", "owner");
      case "PUT /v1/conversations/{id}/mute" -> body.put("muted", true);
      case "PUT /v1/conversations/{id}/block" -> body.put("blocked", true);
      case "PATCH /v1/conversations/{id}/messages/{seq}" -> body.put("text", "taken over");
      default -> {}
    }
    return body;
  }
}
