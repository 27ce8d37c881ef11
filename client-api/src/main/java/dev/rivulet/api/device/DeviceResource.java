package dev.rivulet.api.device;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.rivulet.api.http.Problem;
import dev.rivulet.api.http.Reply;
import dev.rivulet.api.http.Request;
import dev.rivulet.api.http.Router;
import dev.rivulet.api.limit.Budget;
import dev.rivulet.api.limit.RateLimits;
import dev.rivulet.api.token.Authentication;
import dev.rivulet.api.token.Caller;
import dev.rivulet.api.token.RefreshCookie;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// `POST /v1/token`, `POST /v1/logout`, `/v1/devices` and one of them.
public final class DeviceResource {
  private final Devices devices;
  private final RefreshCookie cookie;
  private final RateLimits limits;
  private final Budget byAddress;

  record TokenBody(@Nullable String refreshToken) {}

  @JsonInclude(JsonInclude.Include.NON_NULL)
  record GrantView(
      String accessToken, @Nullable String refreshToken, long expiresIn, UUID user, UUID device) {}

  record NameBody(@Nullable String name) {}

  record DeviceView(UUID device, String name, long createdAt, long usedAt, boolean current) {}

  record DeviceList(List<DeviceView> devices) {}

  public DeviceResource(
      Devices devices, RefreshCookie cookie, RateLimits limits, Budget byAddress) {
    this.devices = devices;
    this.cookie = cookie;
    this.limits = limits;
    this.byAddress = byAddress;
  }

  public void routes(Router router, Authentication authentication) {
    router
        .post("/v1/token", this::refresh)
        .post("/v1/logout", authentication.required(this::logout))
        .get("/v1/devices", authentication.required(this::list))
        .delete("/v1/devices", authentication.required(this::revokeOthers))
        .patch("/v1/devices/{id}", authentication.required(this::rename))
        .delete("/v1/devices/{id}", authentication.required(this::revoke));
  }

  private Reply refresh(Request request) {
    limits.use(request, byAddress, request.address());
    String given = request.body(TokenBody.class).refreshToken();
    if (given != null) {
      return Reply.ok(view(devices.refresh(given), false));
    }
    String kept =
        cookie.token(request).orElseThrow(() -> Problem.badRequest("refreshToken is missing"));
    try {
      Grant grant = devices.refresh(kept);
      cookie.set(request, grant.refreshToken());
      return Reply.ok(view(grant, true));
    } catch (Problem refused) {
      if (refused.status() == 401) {
        cookie.clear(request);
      }
      throw refused;
    }
  }

  private static GrantView view(Grant grant, boolean inCookie) {
    return new GrantView(
        grant.accessToken(),
        inCookie ? null : grant.refreshToken(),
        grant.expiresIn(),
        grant.user(),
        grant.device());
  }

  private Reply logout(Caller caller, Request request) {
    devices.revoke(caller.user(), caller.device());
    cookie.clear(request);
    return Reply.noContent();
  }

  private Reply list(Caller caller, Request request) {
    return Reply.ok(
        new DeviceList(
            devices.list(caller.user()).stream().map(device -> view(device, caller)).toList()));
  }

  private static DeviceView view(Device device, Caller caller) {
    return new DeviceView(
        device.id(),
        device.name(),
        device.createdAt().toEpochMilli(),
        device.rotatedAt().toEpochMilli(),
        device.id().equals(caller.device()));
  }

  private Reply rename(Caller caller, Request request) {
    UUID id = request.id("id", () -> Problem.of(404, "unknown-device"));
    String name = DeviceName.checked(Request.required(request.body(NameBody.class).name(), "name"));
    if (!devices.rename(caller.user(), id, name)) {
      throw Problem.of(404, "unknown-device");
    }
    return Reply.noContent();
  }

  private Reply revokeOthers(Caller caller, Request request) {
    devices.revokeOthers(caller.user(), caller.device());
    return Reply.noContent();
  }

  private Reply revoke(Caller caller, Request request) {
    UUID id = request.id("id", () -> Problem.of(404, "unknown-device"));
    if (!devices.revoke(caller.user(), id)) {
      throw Problem.of(404, "unknown-device");
    }
    return Reply.noContent();
  }
}
