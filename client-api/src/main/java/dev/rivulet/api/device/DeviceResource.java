package dev.rivulet.api.device;

import dev.rivulet.api.http.Problem;
import dev.rivulet.api.http.Reply;
import dev.rivulet.api.http.Request;
import dev.rivulet.api.http.Router;
import dev.rivulet.api.token.Authentication;
import dev.rivulet.api.token.Caller;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// `POST /v1/token`, `POST /v1/logout`, `GET /v1/devices`, `DELETE /v1/devices/{id}`.
public final class DeviceResource {
  private final Devices devices;

  record TokenBody(@Nullable String refreshToken) {}

  record DeviceView(UUID device, String name, long createdAt, boolean current) {}

  record DeviceList(List<DeviceView> devices) {}

  public DeviceResource(Devices devices) {
    this.devices = devices;
  }

  public void routes(Router router, Authentication authentication) {
    router
        .post("/v1/token", this::refresh)
        .post("/v1/logout", authentication.required(this::logout))
        .get("/v1/devices", authentication.required(this::list))
        .delete("/v1/devices/{id}", authentication.required(this::revoke));
  }

  private Reply refresh(Request request) {
    String token = Request.required(request.body(TokenBody.class).refreshToken(), "refreshToken");
    return Reply.ok(devices.refresh(token));
  }

  private Reply logout(Caller caller, Request request) {
    devices.revoke(caller.user(), caller.device());
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
        device.id().equals(caller.device()));
  }

  private Reply revoke(Caller caller, Request request) {
    UUID id = request.id("id", () -> Problem.of(404, "unknown-device"));
    if (!devices.revoke(caller.user(), id)) {
      throw Problem.of(404, "unknown-device");
    }
    return Reply.noContent();
  }
}
