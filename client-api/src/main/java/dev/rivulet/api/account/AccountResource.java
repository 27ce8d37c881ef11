package dev.rivulet.api.account;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.rivulet.api.device.DeviceAsked;
import dev.rivulet.api.device.Devices;
import dev.rivulet.api.device.Grant;
import dev.rivulet.api.http.Problem;
import dev.rivulet.api.http.Reply;
import dev.rivulet.api.http.Request;
import dev.rivulet.api.http.Router;
import dev.rivulet.api.limit.Budget;
import dev.rivulet.api.limit.RateLimits;
import dev.rivulet.api.log.CommandLog;
import dev.rivulet.api.media.Pictures;
import dev.rivulet.api.token.Authentication;
import dev.rivulet.api.token.Caller;
import dev.rivulet.api.token.KeyedIds;
import dev.rivulet.api.token.RefreshCookie;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.InstantSource;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// `POST /v1/accounts`, `POST /v1/login`, `GET /v1/users` and what is below.
public final class AccountResource implements AutoCloseable {
  private static final String DEVICE_NAME = "device";

  private final Accounts accounts;
  private final PasswordHasher hasher;
  private final RateLimits limits;
  private final Budgets budgets;
  private final KeyedIds keyedIds;
  private final RefreshCookie cookie;
  private final AccountControl control;
  private final ProfileResource profile;
  private final IdentityResource foreign;
  private final Pictures pictures;

  /// How often strangers may try.
  public record Budgets(
      Budget signUpsByAddress,
      Budget loginsByAddress,
      Budget loginsByHandle,
      Budget passwordsByUser) {}

  /// What accounts need of others.
  public record Parts(
      AccountStore store,
      Devices devices,
      KeyedIds keyedIds,
      CommandLog log,
      HandleCache cache,
      RateLimits limits,
      RefreshCookie cookie,
      Identities identities,
      ErasureQueue erasures,
      Pictures pictures) {}

  record SignUpBody(
      @Nullable String handle,
      @Nullable String password,
      @Nullable String displayName,
      @Nullable String deviceName,
      @Nullable Boolean cookie) {}

  record LoginBody(
      @Nullable String handle,
      @Nullable String password,
      @Nullable UUID device,
      @Nullable String deviceName,
      @Nullable Boolean cookie) {}

  /// `refreshToken` is left out when it is in the cookie.
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record SignedInView(
      UUID user,
      String handle,
      String displayName,
      UUID device,
      String accessToken,
      @Nullable String refreshToken,
      long expiresIn) {}

  @JsonInclude(JsonInclude.Include.NON_NULL)
  record UserView(
      UUID user, String handle, String displayName, String about, @Nullable UUID picture) {}

  public AccountResource(
      Parts parts,
      PasswordCost cost,
      Budgets budgets,
      MeterRegistry registry,
      InstantSource clock) {
    this.hasher = new PasswordHasher(cost, registry);
    PasswordRules rules = PasswordRules.load();
    this.accounts =
        new Accounts(
            parts.store(), rules, hasher, parts.devices(), parts.log(), parts.cache(), clock);
    this.keyedIds = parts.keyedIds();
    this.pictures = parts.pictures();
    this.limits = parts.limits();
    this.budgets = budgets;
    this.cookie = parts.cookie();
    AccountChanges changes =
        new AccountChanges(
            parts.store(), accounts, rules, hasher, parts.devices(), parts.log(), parts.cache());
    this.control =
        new AccountControl(parts.store(), parts.identities(), hasher, parts.devices(), parts.log());
    this.profile = new ProfileResource(accounts, changes, parts, budgets.passwordsByUser());
    this.foreign =
        new IdentityResource(
            accounts, parts.store(), changes, parts.identities(), this::view, limits, budgets);
  }

  /// For operators.
  public AccountControl control() {
    return control;
  }

  public void routes(Router router, Authentication authentication) {
    router
        .post("/v1/accounts", this::signUp)
        .post("/v1/login", this::logIn)
        .get("/v1/users", authentication.required(this::byHandle))
        .get("/v1/users/{id}", authentication.required(this::byId))
        .get("/v1/users/{id}/picture", authentication.required(this::picture));
    profile.routes(router, authentication);
    foreign.routes(router, authentication);
  }

  private Reply signUp(Request request) {
    limits.use(request, budgets.signUpsByAddress(), request.address());
    SignUpBody body = request.body(SignUpBody.class);
    String typed = Request.required(body.handle(), "handle");
    String password = Request.required(body.password(), "password");
    Handle handle = Handle.parse(typed).orElseThrow(AccountResource::invalidHandle);
    String shown = body.displayName() == null ? handle.text() : body.displayName();
    DeviceAsked device = device(request, null, body.deviceName());
    return Reply.created(
        view(
            accounts.signUp(
                handle,
                password,
                DisplayText.checked(shown, "displayName"),
                device,
                device.key().map(key -> keyedIds.account(handle.text(), key))),
            request,
            body.cookie()));
  }

  private Reply logIn(Request request) {
    limits.use(request, budgets.loginsByAddress(), request.address());
    LoginBody body = request.body(LoginBody.class);
    String handle = Request.required(body.handle(), "handle");
    String password = Request.required(body.password(), "password");
    if (handle.length() <= DisplayText.CHARS_MAX) {
      limits.use(request, budgets.loginsByHandle(), handle.toLowerCase(Locale.ROOT));
    }
    return Reply.ok(
        view(
            accounts.logIn(handle, password, device(request, body.device(), body.deviceName())),
            request,
            body.cookie()));
  }

  private Reply byHandle(Caller caller, Request request) {
    String handle = request.query("handle").orElseThrow(() -> missing("handle"));
    return user(Handle.parse(handle).flatMap(accounts::find));
  }

  private Reply byId(Caller caller, Request request) {
    return user(accounts.find(request.id("id", AccountResource::unknownUser)));
  }

  private Reply picture(Caller caller, Request request) {
    UUID id = request.id("id", AccountResource::unknownUser);
    User user = accounts.find(id).orElseThrow(AccountResource::unknownUser);
    return pictures.addresses(Optional.ofNullable(user.picture()));
  }

  private static Reply user(Optional<User> found) {
    User user = found.orElseThrow(AccountResource::unknownUser);
    return Reply.tagged(
        new UserView(user.id(), user.handle(), user.displayName(), user.about(), user.picture()));
  }

  static DeviceAsked device(Request request, @Nullable UUID known, @Nullable String name) {
    return new DeviceAsked(
        DisplayText.checked(name == null ? DEVICE_NAME : name, "deviceName"),
        Optional.ofNullable(known),
        request.idempotencyKey());
  }

  private SignedInView view(
      Accounts.SignedIn signedIn, Request request, @Nullable Boolean inCookie) {
    User user = signedIn.user();
    Grant grant = signedIn.grant();
    boolean hidden = Boolean.TRUE.equals(inCookie);
    if (hidden) {
      cookie.set(request, grant.refreshToken());
    }
    return new SignedInView(
        user.id(),
        user.handle(),
        user.displayName(),
        grant.device(),
        grant.accessToken(),
        hidden ? null : grant.refreshToken(),
        grant.expiresIn());
  }

  private static Problem missing(String name) {
    return Problem.badRequest(name + " is missing");
  }

  private static Problem unknownUser() {
    return Problem.of(404, "unknown-user");
  }

  static Problem invalidHandle() {
    return Problem.unprocessable(
        "invalid-handle", "a handle has 2 to 32 of a-z 0-9 . _ - and begins with a letter");
  }

  @Override
  public void close() {
    hasher.close();
  }
}
