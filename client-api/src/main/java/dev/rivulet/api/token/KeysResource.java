package dev.rivulet.api.token;

import dev.rivulet.api.http.Reply;
import dev.rivulet.api.http.Router;

/// `GET /.well-known/jwks.json`: the keys with which others verify our access tokens.
public final class KeysResource {
  private final SigningKeys keys;

  public KeysResource(SigningKeys keys) {
    this.keys = keys;
  }

  public void routes(Router router) {
    router.get(
        "/.well-known/jwks.json",
        _ -> Reply.ok(keys.publicSet()).with("Cache-Control", "public, max-age=60"));
  }
}
