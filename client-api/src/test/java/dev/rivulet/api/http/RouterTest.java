package dev.rivulet.api.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class RouterTest {
  private final Router router =
      new Router()
          .get("/v1/users", _ -> Reply.noContent())
          .get("/v1/users/{id}", _ -> Reply.noContent())
          .delete("/v1/users/{id}", _ -> Reply.noContent());

  @Test
  void aVariableTakesOneSegment() {
    assertThat(router.find("GET", "/v1/users/7"))
        .isInstanceOfSatisfying(
            Router.Match.Found.class,
            found -> {
              assertThat(found.pattern()).isEqualTo("/v1/users/{id}");
              assertThat(found.values()).isEqualTo(Map.of("id", "7"));
            });
  }

  @Test
  void aKnownPathNamesItsMethods() {
    assertThat(router.find("PUT", "/v1/users/7"))
        .isEqualTo(new Router.Match.WrongMethod("/v1/users/{id}", "DELETE, GET, HEAD"));
  }

  @Test
  void otherPathsAreNothing() {
    for (String path : new String[] {"/", "/v1", "/v1/users/7/x", "/v1//users", "/V1/users"}) {
      assertThat(router.find("GET", path)).as(path).isEqualTo(new Router.Match.Nothing());
    }
  }
}
