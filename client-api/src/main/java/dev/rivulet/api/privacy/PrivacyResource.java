package dev.rivulet.api.privacy;

import dev.rivulet.api.http.Problem;
import dev.rivulet.api.http.Reply;
import dev.rivulet.api.http.Request;
import dev.rivulet.api.http.Router;
import dev.rivulet.api.limit.Budget;
import dev.rivulet.api.limit.RateLimits;
import dev.rivulet.api.log.CommandLog;
import dev.rivulet.api.token.Authentication;
import dev.rivulet.api.token.Caller;
import dev.rivulet.contracts.id.Ids;
import dev.rivulet.contracts.log.PrivacyRecord;
import dev.rivulet.contracts.topic.PrivacyTable;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// `/v1/me/privacy`.
public final class PrivacyResource {
  private final PrivacyTable table;
  private final CommandLog log;
  private final RateLimits limits;
  private final Budget changesByUser;

  record Body(@Nullable Boolean receipts, @Nullable Boolean presence) {}

  record View(boolean receipts, boolean presence) {}

  public PrivacyResource(
      PrivacyTable table, CommandLog log, RateLimits limits, Budget changesByUser) {
    this.table = table;
    this.log = log;
    this.limits = limits;
    this.changesByUser = changesByUser;
  }

  public void routes(Router router, Authentication authentication) {
    router
        .get("/v1/me/privacy", authentication.required(this::show))
        .patch("/v1/me/privacy", authentication.required(this::change));
  }

  private Reply show(Caller caller, Request request) {
    return Reply.ok(view(caller.user()));
  }

  private View view(UUID user) {
    return new View(!table.hidesReceipts(user), !table.hidesPresence(user));
  }

  /// What holds is what the log holds; this process need not wait to read it there.
  private Reply change(Caller caller, Request request) {
    Body body = request.body(Body.class);
    if (body.receipts() == null && body.presence() == null) {
      throw Problem.badRequest("receipts or presence is missing");
    }
    UUID user = caller.user();
    limits.use(changesByUser, user.toString());
    View now = view(user);
    boolean receipts = body.receipts() == null ? now.receipts() : body.receipts();
    boolean presence = body.presence() == null ? now.presence() : body.presence();
    var record =
        PrivacyRecord.newBuilder()
            .setUser(Ids.bytes(user))
            .setHidesReceipts(!receipts)
            .setHidesPresence(!presence)
            .build();
    log.publish(record);
    table.put(record);
    return Reply.ok(view(user));
  }
}
