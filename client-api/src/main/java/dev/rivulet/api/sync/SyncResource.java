package dev.rivulet.api.sync;

import dev.rivulet.api.conversation.PlaceStore;
import dev.rivulet.api.history.Deletions;
import dev.rivulet.api.http.Problem;
import dev.rivulet.api.http.Reply;
import dev.rivulet.api.http.Request;
import dev.rivulet.api.http.Router;
import dev.rivulet.api.token.Authentication;
import dev.rivulet.api.token.Caller;
import dev.rivulet.contracts.Cursor;
import java.time.InstantSource;
import java.util.Optional;

/// `GET /v1/sync?to=CURSOR[&from=CURSOR][&limit=N]`.
public final class SyncResource {
  private final Sync sync;
  private final int pageMax;

  public SyncResource(
      InboxStore store,
      PlaceStore places,
      Deletions.Source deletions,
      int userPartitions,
      int pageMax,
      InstantSource clock) {
    this.sync = new Sync(store, places, deletions, userPartitions, clock);
    this.pageMax = pageMax;
  }

  public void routes(Router router, Authentication authentication) {
    router.get("/v1/sync", authentication.required(this::sync));
  }

  private Reply sync(Caller caller, Request request) {
    Cursor to = cursor(request, "to").orElseThrow(() -> Problem.badRequest("to is missing"));
    Optional<Cursor> from = cursor(request, "from");
    long limit = request.number("limit", 1, pageMax).orElse((long) pageMax);
    return Reply.ok(sync.sync(caller.user(), from, to, (int) limit));
  }

  private static Optional<Cursor> cursor(Request request, String name) {
    return request
        .query(name)
        .map(
            text ->
                Cursor.decode(text)
                    .orElseThrow(() -> Problem.badRequest(name + " is not a cursor")));
  }
}
