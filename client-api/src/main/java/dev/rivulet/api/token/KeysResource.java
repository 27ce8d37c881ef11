package dev.rivulet.api.token;

import dev.rivulet.api.http.Reply;
import dev.rivulet.api.http.Router;
import java.util.Map;

/// `GET /.well-known/jwks.json`: the keys with which others verify our access tokens.
public final class KeysResource {
  private final Map<String, Object> keys;

  public KeysResource(SigningKeys keys) {
    this.keys = keys.publicSet();
  }

  public void routes(Router router) {
    router.get(
        "/.well-known/jwks.json", _ -> Reply.ok(keys).with("Cache-Control", "public, max-age=60"));
  }
}
