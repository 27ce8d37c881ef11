package dev.rivulet.media.upload;

import dev.rivulet.contracts.id.Ids;
import dev.rivulet.media.http.Exchange;
import dev.rivulet.media.http.MediaServer;
import dev.rivulet.media.http.Problem;
import dev.rivulet.media.index.Media;
import dev.rivulet.media.index.MediaIndex;
import dev.rivulet.media.token.Authentication;
import dev.rivulet.token.AccessToken;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.UUID;

/// `POST /v1/media`: a whole file in one request, as the body or in a form; and `POST
/// /v1/media/{id}/ticket`: another ticket for what one has uploaded.
///
/// Under an `Idempotency-Key` the id follows from device and key, so the same file again, for an
/// answer that was lost, is the same media and counts once.
public final class UploadResource {
  private static final String MEDIA_DOMAIN = "rivulet.media.v1";
  private final Authentication authentication;
  private final Intake intake;
  private final Spool spool;
  private final Tickets tickets;
  private final MediaIndex index;
  private final UploadLimits limits;
  private final UploadSlots slots;
  private final InstantSource clock;

  /// What the resources of uploads share.
  public record Parts(
      Authentication authentication,
      Intake intake,
      Spool spool,
      Tickets tickets,
      MediaIndex index,
      UploadLimits limits,
      InstantSource clock) {}

  public UploadResource(Parts parts) {
    this.authentication = parts.authentication();
    this.intake = parts.intake();
    this.spool = parts.spool();
    this.tickets = parts.tickets();
    this.index = parts.index();
    this.limits = parts.limits();
    this.clock = parts.clock();
    this.slots = new UploadSlots(limits.atOnceMax());
  }

  public void routes(MediaServer.Routes routes) {
    routes.add("POST", "/v1/media", this::upload);
    routes.add("POST", "/v1/media/{id}/ticket", this::renew);
  }

  /// What a request is to become.
  ///
  /// @param earlier what one under the same key has become
  private record Asked(UUID owner, UUID id, Optional<Media> earlier) {}

  private void upload(Exchange exchange) throws IOException {
    AccessToken caller = authentication.caller(exchange);
    Asked asked = asked(caller, exchange.idempotencyKey());
    intake.expect(
        asked.owner(), asked.earlier().isPresent() ? 0 : exchange.contentLength().orElse(0));
    try (UploadSlots.Slot _ = slots.take(asked.owner());
        Spool.Place place = spool.open()) {
      String contentType = exchange.header("Content-Type").orElse("");
      Media media =
          MultipartFile.isMultipart(contentType)
              ? form(exchange, asked, place, contentType)
              : raw(exchange, asked, place, contentType);
      exchange.set("Location", "/v1/media/" + media.id());
      exchange.sendJson(201, tickets.answer(media));
    }
  }

  private Asked asked(AccessToken caller, Optional<String> key) {
    if (key.isEmpty()) {
      return new Asked(caller.user(), intake.newId(), Optional.empty());
    }
    byte[] ids =
        ByteBuffer.allocate(2 * Ids.BYTES)
            .put(Ids.array(caller.user()))
            .put(Ids.array(caller.device()))
            .array();
    UUID id = Ids.named(MEDIA_DOMAIN, ids, key.get());
    return new Asked(caller.user(), id, index.find(id));
  }

  private Media raw(Exchange exchange, Asked asked, Spool.Place place, String contentType)
      throws IOException {
    String name = FileName.of(exchange.header("Content-Disposition"));
    return take(exchange.body(), asked, place, contentType, name);
  }

  private Media form(Exchange exchange, Asked asked, Spool.Place place, String contentType)
      throws IOException {
    MultipartFile file = MultipartFile.open(contentType, exchange.body());
    String name = FileName.of(file.disposition());
    Media media = take(file, asked, place, file.mediaType(), name);
    file.drain();
    return media;
  }

  private Media take(InputStream in, Asked asked, Spool.Place place, String mediaType, String name)
      throws IOException {
    Spool.Received file = place.receive(in);
    if (asked.earlier().isPresent()) {
      return again(asked.earlier().get(), file);
    }
    Intake.Sent sent = new Intake.Sent(asked.id(), asked.owner(), mediaType, name);
    return intake.take(sent, file, place.folder());
  }

  private Media again(Media earlier, Spool.Received file) {
    if (!earlier.original().equals(file.hash())) {
      throw Problem.of(422, "idempotency-key-reused", "this Idempotency-Key is another file's");
    }
    return extended(earlier);
  }

  private void renew(Exchange exchange) {
    AccessToken caller = authentication.caller(exchange);
    Media media =
        index
            .find(exchange.id(2))
            .filter(found -> found.owner().equals(caller.user()))
            .orElseThrow(Problem::unknownMedia);
    exchange.sendJson(200, tickets.answer(extended(media)));
  }

  private Media extended(Media media) {
    Instant until = clock.instant().plus(limits.ticketLifetime());
    // Before the ticket is given: a sweep must not come between.
    index.extendTicket(media.id(), until);
    return media.withTicketUntil(until);
  }
}
