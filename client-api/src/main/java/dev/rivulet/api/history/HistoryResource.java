package dev.rivulet.api.history;

import dev.rivulet.api.http.Problem;
import dev.rivulet.api.http.Reply;
import dev.rivulet.api.http.Request;
import dev.rivulet.api.http.Router;
import dev.rivulet.api.token.Authentication;
import dev.rivulet.api.token.Caller;
import java.util.UUID;

/// `GET /v1/conversations/{id}/messages` and `GET /v1/conversations/{id}/events`.
public final class HistoryResource {
  /// Above every seq, and a JSON number's safe range.
  private static final long SEQ_MAX = (1L << 53) - 1;

  private static final int PAGE_DEFAULT = 50;

  private final History history;
  private final int pageMax;
  private final int rangeMax;

  public HistoryResource(History history, int pageMax, int rangeMax) {
    this.history = history;
    this.pageMax = pageMax;
    this.rangeMax = rangeMax;
  }

  public void routes(Router router, Authentication authentication) {
    router
        .get("/v1/conversations/{id}/messages", authentication.required(this::page))
        .get("/v1/conversations/{id}/events", authentication.required(this::range));
  }

  private Reply page(Caller caller, Request request) {
    UUID conversation = request.id("id", Problem::unknownConversation);
    long before = request.number("before", 1, SEQ_MAX).orElse(SEQ_MAX);
    long limit = request.number("limit", 1, pageMax).orElse((long) Math.min(PAGE_DEFAULT, pageMax));
    return Reply.ok(history.page(caller.user(), conversation, before, (int) limit));
  }

  private Reply range(Caller caller, Request request) {
    UUID conversation = request.id("id", Problem::unknownConversation);
    long from = request.number("from", 1, SEQ_MAX).orElseThrow(() -> missing("from"));
    long to = request.number("to", 1, SEQ_MAX).orElseThrow(() -> missing("to"));
    if (to < from || to - from >= rangeMax) {
      throw Problem.badRequest("from and to name 1 to " + rangeMax + " seqs");
    }
    return Reply.ok(history.range(caller.user(), conversation, from, to));
  }

  private static Problem missing(String name) {
    return Problem.badRequest(name + " is missing");
  }
}
