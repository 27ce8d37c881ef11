package dev.rivulet.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rivulet.contracts.id.Ids;
import dev.rivulet.contracts.log.Command;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// Pictures of people and groups: whose they must be, who is told where they are, and what the
/// sweeper is told.
class PicturesIT extends ApiScene {
  private static final String IMAGE = "image/webp";

  @BeforeAll
  static void prepare() {
    servers.createTopics();
    servers.createTables();
    awaitReady();
  }

  @Test
  void aProfileShowsAnImageOfItsOwnToEverybodySignedIn() {
    Person ann = signUp("ann");
    Person bob = signUp("bob");
    UUID first = medium(ann, IMAGE);
    UUID second = medium(ann, IMAGE);
    String address = "/v1/users/" + ann.user() + "/picture";
    bob.api().get(address).isProblem(404, "no-picture");

    show(ann, first).is(200);
    assertThat(bob.api().get("/v1/users/" + ann.user()).is(200).id("picture")).isEqualTo(first);
    isAddressed(bob.api().get(address), first);
    nobody.get(address).isProblem(401, "unauthorized");
    assertThat(servers.pointers(first)).containsExactly(ann.user());

    show(ann, second).is(200);
    isAddressed(bob.api().get(address), second);
    assertThat(servers.lookedAt()).contains(first, second);
    ann.api().patch("/v1/me", Map.of("picture", "")).is(200);
    bob.api().get(address).isProblem(404, "no-picture");
  }

  @Test
  void onlyAReadyImageOfOnesOwnIsTaken() throws Exception {
    Person ann = signUp("ann");
    Person bob = signUp("bob");
    UUID foreign = medium(bob, IMAGE);
    UUID film = medium(ann, "video/mp4");
    UUID late = UUID.randomUUID();
    servers.medium(late, ann.user(), IMAGE, Instant.now().plusSeconds(30));
    UUID group = group(ann, bob, 3);
    Map<UUID, String> refused =
        Map.of(
            foreign,
            "unknown-media",
            UUID.randomUUID(),
            "unknown-media",
            film,
            "not-an-image",
            late,
            "ticket-expired");
    refused.forEach(
        (medium, code) -> {
          show(ann, medium).isProblem(422, code);
          ann.api()
              .patch("/v1/conversations/" + group, Map.of("picture", medium))
              .isProblem(422, code);
          assertThat(servers.pointers(medium)).isEmpty();
        });
    assertThat(commands(group)).isEmpty();
    assertThat(ann.api().get("/v1/me").is(200).body().has("picture")).isFalse();
  }

  @Test
  void aGroupsPictureIsAddressedToItsMembersAlone() throws Exception {
    Person ann = signUp("ann");
    Person bob = signUp("bob");
    Person eve = signUp("eve");
    UUID group = group(ann, bob, 3);
    UUID picture = medium(ann, IMAGE);
    String path = "/v1/conversations/" + group;
    ann.api().patch(path, Map.of("picture", picture)).is(202);
    Command command = commands(group).getFirst();
    assertThat(command.getChangeGroup().getPicture()).isEqualTo(Ids.bytes(picture));
    assertThat(servers.pointers(picture)).isEqualTo(Set.of(group));
    ann.api().get(path + "/picture").isProblem(404, "no-picture");

    servers.group(group, picture, 4);
    isAddressed(bob.api().get(path + "/picture"), picture);
    eve.api().get(path + "/picture").isProblem(404, "unknown-conversation");
    servers.left(group, bob.user(), 3);
    bob.api().get(path + "/picture").isProblem(404, "no-picture");
  }

  @Test
  void anErasedProfileLetsItsPictureGo() {
    Person ann = signUp("ann");
    UUID picture = medium(ann, IMAGE);
    show(ann, picture).is(200);
    UUID other = medium(ann, IMAGE);
    show(ann, other).is(200);
    ann.api().post("/v1/me/erase", Map.of("password", PASSWORD)).is(202);
    assertThat(servers.lookedAt()).contains(picture, other);
    Person bob = signUp("bob");
    bob.api().get("/v1/users/" + ann.user() + "/picture").isProblem(404, "unknown-user");
  }

  private static ApiClient.Answer show(Person person, UUID medium) {
    return person.api().patch("/v1/me", Map.of("picture", medium));
  }

  private static UUID medium(Person owner, String type) {
    UUID id = UUID.randomUUID();
    servers.medium(id, owner.user(), type, Instant.now().plusSeconds(3600));
    return id;
  }

  private static void isAddressed(ApiClient.Answer answer, UUID picture) {
    JsonNode medium = answer.is(200).body().path("media").path(0);
    assertThat(medium.path("id").asText()).isEqualTo(picture.toString());
    for (String variant : Set.of("display", "thumbnail")) {
      assertThat(medium.path("urls").path(variant).asText())
          .startsWith("/v1/media/" + picture + "/" + variant + "?expires=");
    }
  }
}
