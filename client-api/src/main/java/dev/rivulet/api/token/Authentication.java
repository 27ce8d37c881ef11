package dev.rivulet.api.token;

import dev.rivulet.api.http.Handler;
import dev.rivulet.api.http.Problem;
import dev.rivulet.api.http.Request;
import dev.rivulet.token.AccessToken;
import dev.rivulet.token.Revocations;
import dev.rivulet.token.Verdict;
import java.util.function.BooleanSupplier;

/// Lets a request through when it carries an access token that is ours, in force and not revoked.
public final class Authentication {
  private static final String SCHEME = "bearer ";

  private final AccessTokens tokens;
  private final Revocations revocations;
  private final BooleanSupplier revocationsKnown;
  private final Admission admission;

  /// Asked for every request of somebody who is logged in; throws the problem `too-fast`.
  @FunctionalInterface
  public interface Admission {
    void admit(Caller caller, Request request);
  }

  /// @param revocationsKnown until then no token can be judged
  public Authentication(
      AccessTokens tokens,
      Revocations revocations,
      BooleanSupplier revocationsKnown,
      Admission admission) {
    this.tokens = tokens;
    this.revocations = revocations;
    this.revocationsKnown = revocationsKnown;
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
      case Verdict.Valid(AccessToken token) -> {
        if (!revocationsKnown.getAsBoolean()) {
          throw Problem.unavailable();
        }
        if (revocations.covers(token)) {
          throw Problem.unauthorized();
        }
        yield new Caller(token.user(), token.device());
      }
      case Verdict.Expired _ -> throw Problem.of(401, "token-expired");
      case Verdict.Refused _ -> throw Problem.unauthorized();
      case Verdict.Undecided _ -> throw Problem.unavailable();
    };
  }
}
