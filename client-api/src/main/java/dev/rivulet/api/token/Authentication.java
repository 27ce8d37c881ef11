package dev.rivulet.api.token;

import dev.rivulet.api.http.Handler;
import dev.rivulet.api.http.Problem;
import dev.rivulet.api.http.Request;
import dev.rivulet.api.revocation.Revocations;

/// Lets a request through when it carries an access token that is ours, in force and not revoked.
public final class Authentication {
  private static final String SCHEME = "bearer ";

  private final AccessTokens tokens;
  private final Revocations revocations;
  private final Admission admission;

  /// Asked for every request of somebody who is logged in; throws the problem `too-fast`.
  @FunctionalInterface
  public interface Admission {
    void admit(Caller caller, Request request);
  }

  public Authentication(AccessTokens tokens, Revocations revocations, Admission admission) {
    this.tokens = tokens;
    this.revocations = revocations;
    this.admission = admission;
  }

  public Handler required(CallerHandler handler) {
    return request -> {
      Caller caller = caller(request);
      admission.admit(caller, request);
      return handler.handle(caller, request);
    };
  }

  private Caller caller(Request request) {
    String header = request.header("Authorization").orElseThrow(Problem::unauthorized);
    if (!header.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
      throw Problem.unauthorized();
    }
    return switch (tokens.verify(header.substring(SCHEME.length()).trim())) {
      case AccessTokens.Verdict.Valid(Caller caller, long issuedAt) -> {
        if (!revocations.isKnown()) {
          throw Problem.unavailable();
        }
        if (revocations.voids(caller.user(), caller.device(), issuedAt)) {
          throw Problem.unauthorized();
        }
        yield caller;
      }
      case AccessTokens.Verdict.Expired _ -> throw Problem.of(401, "token-expired");
      case AccessTokens.Verdict.Refused _ -> throw Problem.unauthorized();
    };
  }
}
