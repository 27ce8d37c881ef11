package dev.rivulet.api.token;

import dev.rivulet.api.http.Origins;
import dev.rivulet.api.http.Problem;
import dev.rivulet.api.http.Request;
import java.time.Duration;
import java.util.Optional;

/// The refresh token of a browser: in a cookie that no script can read (`HttpOnly`), that no other
/// site's page can send (`SameSite=Strict`), and that travels to the one path where it is
/// exchanged.
public final class RefreshCookie {
  static final String NAME = "rivulet-refresh";
  private static final String PATH = "/v1/token";

  private final Duration lifetime;
  private final Origins origins;

  public RefreshCookie(Duration lifetime, Origins origins) {
    this.lifetime = lifetime;
    this.origins = origins;
  }

  public void set(Request request, String token) {
    request.answerWith("Set-Cookie", cookie(token, lifetime.toSeconds()));
  }

  public void clear(Request request) {
    request.answerWith("Set-Cookie", cookie("", 0));
  }

  /// The problem `forbidden-origin` when a page that we do not know sends it: the browser's own
  /// rule stops other sites, this one also what shares our site without being us.
  public Optional<String> token(Request request) {
    Optional<String> token = request.cookie(NAME).filter(text -> !text.isEmpty());
    if (token.isPresent() && !origins.admits(request)) {
      throw Problem.of(403, "forbidden-origin");
    }
    return token;
  }

  private String cookie(String value, long seconds) {
    String secure = origins.https() ? "; Secure" : "";
    return "%s=%s; Path=%s; Max-Age=%d; HttpOnly; SameSite=Strict%s"
        .formatted(NAME, value, PATH, seconds, secure);
  }
}
