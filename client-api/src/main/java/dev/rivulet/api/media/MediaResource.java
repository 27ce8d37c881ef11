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
import dev.rivulet.contracts.media.MediaUrl;
import dev.rivulet.contracts.media.MediaVariant;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/// `GET /v1/conversations/{id}/messages/{seq}/media`: where what a message carries can be fetched
/// for some minutes. Whoever may read the message now gets the addresses, and nobody else.
public final class MediaResource {
  private final History history;
  private final MediaKeys keys;
  private final InstantSource clock;

  /// `urls` are path and query by variant, `expires` is in milliseconds.
  record AddressesView(List<MediumView> media, long expires) {}

  record MediumView(UUID id, String type, Map<String, String> urls) {}

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
    List<MediumView> media =
        history.attachments(caller.user(), conversation, seq).stream()
            .map(attachment -> medium(attachment, now))
            .toList();
    return Reply.ok(new AddressesView(media, MediaUrl.expires(now).toEpochMilli()));
  }

  private MediumView medium(Attachment attachment, Instant now) {
    UUID id = Ids.uuid(attachment.getId());
    Map<String, String> urls = new LinkedHashMap<>();
    for (MediaVariant variant : MediaVariant.of(attachment.getType())) {
      urls.put(variant.text(), MediaUrl.sign(id, variant, now, keys));
    }
    return new MediumView(id, attachment.getType(), urls);
  }
}
