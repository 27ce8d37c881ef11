package dev.rivulet.api.receipt;

import dev.rivulet.api.history.HistoryStore;
import dev.rivulet.api.http.Problem;
import dev.rivulet.api.http.Reply;
import dev.rivulet.api.http.Request;
import dev.rivulet.api.http.Router;
import dev.rivulet.api.token.Authentication;
import dev.rivulet.api.token.Caller;
import dev.rivulet.contracts.topic.PrivacyTable;
import java.util.List;
import java.util.UUID;

/// `receipts` of a conversation and of one message.
public final class ReceiptResource {
  private final Receipts receipts;

  record ReceiptsView(List<Receipts.MemberReceipt> receipts) {}

  public ReceiptResource(HistoryStore history, WatermarkStore watermarks, PrivacyTable privacy) {
    this.receipts = new Receipts(history, watermarks, privacy);
  }

  public void routes(Router router, Authentication authentication) {
    router
        .get("/v1/conversations/{id}/receipts", authentication.required(this::all))
        .get("/v1/conversations/{id}/messages/{seq}/receipts", authentication.required(this::one));
  }

  private Reply all(Caller caller, Request request) {
    return Reply.ok(new ReceiptsView(receipts.of(caller.user(), conversation(request))));
  }

  private Reply one(Caller caller, Request request) {
    long seq = request.wholeNumber("seq", () -> Problem.of(404, "unknown-message"));
    return Reply.ok(receipts.of(caller.user(), conversation(request), seq));
  }

  private static UUID conversation(Request request) {
    return request.id("id", Problem::unknownConversation);
  }
}
