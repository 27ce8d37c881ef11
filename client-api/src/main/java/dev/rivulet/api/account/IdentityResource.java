package dev.rivulet.api.account;

import dev.rivulet.api.http.Problem;
import dev.rivulet.api.http.Reply;
import dev.rivulet.api.http.Request;
import dev.rivulet.api.http.Router;
import dev.rivulet.api.limit.RateLimits;
import dev.rivulet.api.token.Authentication;
import dev.rivulet.api.token.Caller;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// `POST /v1/login/oidc` and `/v1/me/identities`: another issuer's token is exchanged for ours here
/// and nowhere else.
final class IdentityResource {
  private final Accounts accounts;
  private final AccountStore store;
  private final AccountChanges changes;
  private final Identities identities;
  private final SignedIns signedIns;
  private final RateLimits limits;
  private final AccountResource.Budgets budgets;

  /// Makes the answer to a log-in.
  @FunctionalInterface
  interface SignedIns {
    Object view(Accounts.SignedIn signedIn, Request request, @Nullable Boolean cookie);
  }

  record LoginBody(
      @Nullable String token,
      @Nullable String handle,
      @Nullable String displayName,
      @Nullable UUID device,
      @Nullable String deviceName,
      @Nullable Boolean cookie) {}

  record LinkBody(@Nullable String token, @Nullable String password) {}

  record UnlinkBody(@Nullable String issuer, @Nullable String subject) {}

  record IdentityList(List<Identities.Identity> identities) {}

  IdentityResource(
      Accounts accounts,
      AccountStore store,
      AccountChanges changes,
      Identities identities,
      SignedIns signedIns,
      RateLimits limits,
      AccountResource.Budgets budgets) {
    this.accounts = accounts;
    this.store = store;
    this.changes = changes;
    this.identities = identities;
    this.signedIns = signedIns;
    this.limits = limits;
    this.budgets = budgets;
  }

  void routes(Router router, Authentication authentication) {
    router
        .post("/v1/login/oidc", this::logIn)
        .get("/v1/me/identities", authentication.required(this::list))
        .post("/v1/me/identities", authentication.required(this::link))
        .delete("/v1/me/identities", authentication.required(this::unlink));
  }

  private Reply logIn(Request request) {
    limits.use(request, budgets.loginsByAddress(), request.address());
    LoginBody body = request.body(LoginBody.class);
    Identities.Identity identity = identities.verify(Request.required(body.token(), "token"));
    User user = user(identity, body, request);
    Accounts.SignedIn signedIn =
        accounts.enter(user, AccountResource.device(request, body.device(), body.deviceName()));
    return Reply.ok(signedIns.view(signedIn, request, body.cookie()));
  }

  private User user(Identities.Identity identity, LoginBody body, Request request) {
    Optional<UUID> owner = identities.owner(identity);
    Optional<User> known = owner.flatMap(store::find);
    if (known.isEmpty()) {
      limits.use(request, budgets.signUpsByAddress(), request.address());
    }
    return known.orElseGet(() -> signUp(identity, owner, body));
  }

  /// The identity is claimed first: a sign-up that is cut short goes on with the same id.
  private User signUp(Identities.Identity identity, Optional<UUID> owner, LoginBody body) {
    if (body.handle() == null) {
      throw Problem.of(404, "unknown-identity", "no account yet: name a handle to sign up");
    }
    Handle handle = Handle.parse(body.handle()).orElseThrow(AccountResource::invalidHandle);
    String shown = body.displayName() == null ? handle.text() : body.displayName();
    String name = DisplayText.checked(shown, "displayName");
    UUID id = owner.orElseGet(UUID::randomUUID);
    if (owner.isEmpty() && !identities.claim(identity, id)) {
      throw Problem.unavailable();
    }
    return accounts.signUpWithoutPassword(id, handle, name);
  }

  private Reply list(Caller caller, Request request) {
    return Reply.ok(new IdentityList(identities.of(caller.user())));
  }

  private Reply link(Caller caller, Request request) {
    LinkBody body = request.body(LinkBody.class);
    limits.use(request, budgets.passwordsByUser(), caller.user().toString());
    changes.confirmed(caller, Request.required(body.password(), "password"));
    Identities.Identity identity = identities.verify(Request.required(body.token(), "token"));
    if (!identities.claim(identity, caller.user())) {
      throw Problem.of(409, "identity-taken");
    }
    return Reply.noContent();
  }

  /// An account that no password opens keeps its last one.
  private Reply unlink(Caller caller, Request request) {
    UnlinkBody body = request.body(UnlinkBody.class);
    Identities.Identity identity =
        new Identities.Identity(
            Request.required(body.issuer(), "issuer"), Request.required(body.subject(), "subject"));
    boolean last = identities.of(caller.user()).size() < 2;
    if (last && store.passwordHash(caller.user()).isEmpty()) {
      throw Problem.of(409, "last-login");
    }
    if (!identities.release(identity, caller.user())) {
      throw Problem.of(404, "unknown-identity");
    }
    return Reply.noContent();
  }
}
