package dev.rivulet.api.account;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.rivulet.api.http.Problem;
import dev.rivulet.api.http.Reply;
import dev.rivulet.api.http.Request;
import dev.rivulet.api.http.Router;
import dev.rivulet.api.limit.Budget;
import dev.rivulet.api.limit.RateLimits;
import dev.rivulet.api.media.PicturePlace;
import dev.rivulet.api.media.Pictures;
import dev.rivulet.api.token.Authentication;
import dev.rivulet.api.token.Caller;
import dev.rivulet.api.token.RefreshCookie;
import dev.rivulet.contracts.id.Ids;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// `/v1/me`: one's own profile, handle and password, and the two ways to leave.
final class ProfileResource {
  private final Accounts accounts;
  private final AccountChanges changes;
  private final Pictures pictures;
  private final Identities identities;
  private final ErasureQueue erasures;
  private final RefreshCookie cookie;
  private final RateLimits limits;
  private final Budget passwordsByUser;

  record ProfileBody(
      @Nullable String displayName, @Nullable String about, @Nullable String picture) {}

  record HandleBody(@Nullable String handle) {}

  record PasswordBody(@Nullable String password, @Nullable String newPassword) {}

  record ConfirmBody(@Nullable String password, @Nullable String token) {}

  @JsonInclude(JsonInclude.Include.NON_NULL)
  record SelfView(
      UUID user,
      String handle,
      String displayName,
      String about,
      @Nullable UUID picture,
      long createdAt) {}

  ProfileResource(
      Accounts accounts,
      AccountChanges changes,
      AccountResource.Parts parts,
      Budget passwordsByUser) {
    this.accounts = accounts;
    this.changes = changes;
    this.pictures = parts.pictures();
    this.identities = parts.identities();
    this.erasures = parts.erasures();
    this.cookie = parts.cookie();
    this.limits = parts.limits();
    this.passwordsByUser = passwordsByUser;
  }

  void routes(Router router, Authentication authentication) {
    router
        .get("/v1/me", authentication.required(this::self))
        .patch("/v1/me", authentication.required(this::change))
        .put("/v1/me/handle", authentication.required(this::handle))
        .put("/v1/me/password", authentication.required(this::password))
        .post("/v1/me/deactivate", authentication.required(this::deactivate))
        .post("/v1/me/erase", authentication.required(this::erase));
  }

  private Reply self(Caller caller, Request request) {
    return Reply.tagged(view(accounts.self(caller.user())));
  }

  private Reply change(Caller caller, Request request) {
    ProfileBody body = request.body(ProfileBody.class);
    if (body.displayName() == null && body.about() == null && body.picture() == null) {
      throw Problem.badRequest("displayName, about or picture is missing");
    }
    String name =
        body.displayName() == null ? null : DisplayText.checked(body.displayName(), "displayName");
    String about = body.about() == null ? null : DisplayText.about(body.about());
    var picture = Optional.ofNullable(body.picture()).map(ProfileResource::picture);
    picture.ifPresent(
        it ->
            pictures.change(
                caller.user(), PicturePlace.user(caller.user()), Optional.ofNullable(it.id())));
    return Reply.ok(view(changes.profile(caller.user(), name, about, picture)));
  }

  private static AccountChanges.Picture picture(String text) {
    return text.isEmpty()
        ? new AccountChanges.Picture(null)
        : new AccountChanges.Picture(
            Ids.parse(text)
                .orElseThrow(() -> Problem.badRequest("picture is a media id or empty")));
  }

  private Reply handle(Caller caller, Request request) {
    String typed = Request.required(request.body(HandleBody.class).handle(), "handle");
    Handle handle = Handle.parse(typed).orElseThrow(AccountResource::invalidHandle);
    return Reply.ok(view(changes.handle(caller.user(), handle)));
  }

  private Reply password(Caller caller, Request request) {
    PasswordBody body = request.body(PasswordBody.class);
    String present = Request.required(body.password(), "password");
    String next = Request.required(body.newPassword(), "newPassword");
    limit(caller, request);
    changes.password(caller, present, next);
    return Reply.noContent();
  }

  private Reply deactivate(Caller caller, Request request) {
    changes.deactivate(confirmed(caller, request));
    cookie.clear(request);
    return Reply.noContent();
  }

  private Reply erase(Caller caller, Request request) {
    erasures.add(confirmed(caller, request), caller.device());
    cookie.clear(request);
    return new Reply(202, null, Map.of());
  }

  private User confirmed(Caller caller, Request request) {
    ConfirmBody body = request.body(ConfirmBody.class);
    limit(caller, request);
    return body.token() == null
        ? changes.confirmed(caller, Request.required(body.password(), "password"))
        : changes.confirmedBy(caller, identities, body.token());
  }

  private void limit(Caller caller, Request request) {
    limits.use(request, passwordsByUser, caller.user().toString());
  }

  private static SelfView view(User user) {
    return new SelfView(
        user.id(),
        user.handle(),
        user.displayName(),
        user.about(),
        user.picture(),
        user.createdAt().toEpochMilli());
  }
}
