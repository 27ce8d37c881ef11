package dev.rivulet.media.token;

import dev.rivulet.media.http.Exchange;
import dev.rivulet.media.http.Problem;
import dev.rivulet.token.AccessToken;
import dev.rivulet.token.Revocations;
import dev.rivulet.token.TokenVerifier;
import dev.rivulet.token.Verdict;
import java.util.function.BooleanSupplier;

/// Whose request it is.
public final class Authentication {
  private static final String SCHEME = "Bearer ";

  private final TokenVerifier tokens;
  private final Revocations revocations;
  private final BooleanSupplier revocationsKnown;

  /// @param revocationsKnown until then no token can be judged
  public Authentication(
      TokenVerifier tokens, Revocations revocations, BooleanSupplier revocationsKnown) {
    this.tokens = tokens;
    this.revocations = revocations;
    this.revocationsKnown = revocationsKnown;
  }

  /// The token of the request's `Authorization`.
  ///
  /// @throws Problem `unauthorized`, or `unavailable` while that cannot be known
  public AccessToken caller(Exchange exchange) {
    String header = exchange.header("Authorization").orElseThrow(Problem::unauthorized);
    if (!header.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
      throw Problem.unauthorized();
    }
    if (!revocationsKnown.getAsBoolean()) {
      throw Problem.unavailable();
    }
    return switch (tokens.verify(header.substring(SCHEME.length()).strip())) {
      case Verdict.Valid(AccessToken token) when !revocations.covers(token) -> token;
      case Verdict.Undecided _ -> throw Problem.unavailable();
      case Verdict.Valid _, Verdict.Expired _, Verdict.Refused _ -> throw Problem.unauthorized();
    };
  }
}
