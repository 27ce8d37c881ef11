package dev.rivulet.api.export;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.ObjectWriter;
import dev.rivulet.api.account.AccountStore;
import dev.rivulet.api.account.User;
import dev.rivulet.api.conversation.Place;
import dev.rivulet.api.conversation.PlaceStore;
import dev.rivulet.api.device.Device;
import dev.rivulet.api.device.Devices;
import dev.rivulet.api.history.History;
import dev.rivulet.api.http.Problem;
import dev.rivulet.api.http.Reply;
import dev.rivulet.api.http.Request;
import dev.rivulet.api.http.Router;
import dev.rivulet.api.http.StreamedBody;
import dev.rivulet.api.limit.Budget;
import dev.rivulet.api.limit.RateLimits;
import dev.rivulet.api.token.Authentication;
import dev.rivulet.api.token.Caller;
import dev.rivulet.contracts.frame.ConversationEvent;
import dev.rivulet.contracts.frame.FrameCodec;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Semaphore;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/// `GET /v1/me/export`: a zip that is made while it is sent, page by page, so that a long history
/// costs time and no memory. Few are made at once.
public final class ExportResource {
  private static final int AT_ONCE_MAX = 4;
  private static final int PAGE = 200;
  private static final ObjectWriter JSON =
      FrameCodec.json().writer().without(JsonGenerator.Feature.AUTO_CLOSE_TARGET);

  private final Sources sources;
  private final RateLimits limits;
  private final Budget exportsByUser;
  private final Semaphore running = new Semaphore(AT_ONCE_MAX);

  /// What is copied.
  public record Sources(
      AccountStore accounts, Devices devices, PlaceStore places, History history) {}

  record ProfileEntry(
      UUID user, String handle, String displayName, String about, String picture, long createdAt) {}

  record DeviceEntry(UUID device, String name, long createdAt, long usedAt) {}

  record ConversationEntry(
      UUID conversation,
      long visibleFrom,
      long leftAt,
      String role,
      boolean muted,
      boolean blocked) {}

  public ExportResource(Sources sources, RateLimits limits, Budget exportsByUser) {
    this.sources = sources;
    this.limits = limits;
    this.exportsByUser = exportsByUser;
  }

  public void routes(Router router, Authentication authentication) {
    router.get("/v1/me/export", authentication.required(this::export));
  }

  private Reply export(Caller caller, Request request) {
    limits.use(request, exportsByUser, caller.user().toString());
    User user = sources.accounts().find(caller.user()).orElseThrow(Problem::unauthorized);
    return Reply.ok(new StreamedBody("application/zip", out -> write(user, out)))
        .with("Content-Disposition", "attachment; filename=\"rivulet-" + user.handle() + ".zip\"");
  }

  private void write(User user, OutputStream out) throws IOException {
    running.acquireUninterruptibly();
    try (ZipOutputStream zip = new ZipOutputStream(out)) {
      entry(zip, "profile.json", profile(user));
      entry(
          zip,
          "devices.json",
          sources.devices().list(user.id()).stream().map(ExportResource::device).toList());
      List<Place> places = sources.places().all(user.id());
      entry(zip, "conversations.json", places.stream().map(ExportResource::conversation).toList());
      for (Place place : places) {
        messages(zip, user, place);
      }
    } finally {
      running.release();
    }
  }

  private static void entry(ZipOutputStream zip, String name, Object value) throws IOException {
    zip.putNextEntry(new ZipEntry(name));
    JSON.writeValue(zip, value);
    zip.closeEntry();
  }

  private static ProfileEntry profile(User user) {
    return new ProfileEntry(
        user.id(),
        user.handle(),
        user.displayName(),
        user.about(),
        user.picture() == null ? "" : user.picture().toString(),
        user.createdAt().toEpochMilli());
  }

  private static DeviceEntry device(Device device) {
    return new DeviceEntry(
        device.id(),
        device.name(),
        device.createdAt().toEpochMilli(),
        device.rotatedAt().toEpochMilli());
  }

  private static ConversationEntry conversation(Place place) {
    return new ConversationEntry(
        place.conversation(),
        place.visibleFrom(),
        place.leftAt(),
        place.role().text(),
        place.muted(),
        place.blocked());
  }

  /// What the person wrote himself, one JSON line per message, newest first. What others wrote to
  /// him is theirs.
  private void messages(ZipOutputStream zip, User user, Place place) throws IOException {
    zip.putNextEntry(new ZipEntry("messages/" + place.conversation() + ".jsonl"));
    long before = Long.MAX_VALUE - 1;
    History.Page page;
    do {
      page = sources.history().page(user.id(), place.conversation(), before, PAGE);
      for (ConversationEvent event : page.events()) {
        before = event.seq();
        if (event.kind().equals("message") && user.id().equals(event.user())) {
          JSON.writeValue(zip, event);
          zip.write('\n');
        }
      }
    } while (page.more() && !page.events().isEmpty());
    zip.closeEntry();
  }
}
