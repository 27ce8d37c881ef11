package dev.rivulet.api.media;

import dev.rivulet.api.history.History;
import dev.rivulet.api.http.Problem;
import dev.rivulet.api.http.Reply;
import dev.rivulet.api.http.Request;
import dev.rivulet.api.http.Router;
import dev.rivulet.api.token.Authentication;
import dev.rivulet.api.token.Caller;
import dev.rivulet.contracts.id.Ids;
import dev.rivulet.contracts.log.Attachment;
import dev.rivulet.contracts.media.MediaKeys;
import java.time.Instant;
import java.time.InstantSource;
import java.util.UUID;

/// `GET /v1/conversations/{id}/messages/{seq}/media`: where what a message carries can be fetched
/// for some minutes. Whoever may read the message now gets the addresses, and nobody else.
public final class MediaResource {
  private final History history;
  private final MediaKeys keys;
  private final InstantSource clock;

  public MediaResource(History history, MediaKeys keys, InstantSource clock) {
    this.history = history;
    this.keys = keys;
    this.clock = clock;
  }

  public void routes(Router router, Authentication authentication) {
    router.get(
        "/v1/conversations/{id}/messages/{seq}/media", authentication.required(this::addresses));
  }

  private Reply addresses(Caller caller, Request request) {
    UUID conversation = request.id("id", Problem::unknownConversation);
    long seq = request.wholeNumber("seq", () -> Problem.of(404, "unknown-message"));
    Instant now = clock.instant();
    return Reply.ok(
        Addresses.of(
            history.attachments(caller.user(), conversation, seq).stream()
                .map(attachment -> medium(attachment, now))
                .toList(),
            now));
  }

  private Addresses.Medium medium(Attachment attachment, Instant now) {
    return Addresses.medium(Ids.uuid(attachment.getId()), attachment.getType(), now, keys);
  }
}
