package dev.rivulet.media.upload;

import dev.rivulet.media.http.Exchange;
import dev.rivulet.media.http.MediaServer;
import dev.rivulet.media.http.Problem;
import dev.rivulet.media.index.Media;
import dev.rivulet.media.index.MediaIndex;
import dev.rivulet.media.token.Authentication;
import dev.rivulet.token.AccessToken;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.time.InstantSource;

/// `POST /v1/media`: a whole file in one request, as the body or in a form; and `POST
/// /v1/media/{id}/ticket`: another ticket for what one has uploaded.
public final class UploadResource {
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

  private void upload(Exchange exchange) throws IOException {
    AccessToken caller = authentication.caller(exchange);
    intake.expect(caller.user(), exchange.contentLength().orElse(0));
    try (UploadSlots.Slot _ = slots.take(caller.user());
        Spool.Place place = spool.open()) {
      String contentType = exchange.header("Content-Type").orElse("");
      Media media =
          MultipartFile.isMultipart(contentType)
              ? form(exchange, caller, place, contentType)
              : raw(exchange, caller, place, contentType);
      exchange.set("Location", "/v1/media/" + media.id());
      exchange.sendJson(201, tickets.answer(media));
    }
  }

  private Media raw(Exchange exchange, AccessToken caller, Spool.Place place, String contentType)
      throws IOException {
    String name = FileName.of(exchange.header("Content-Disposition"));
    return take(exchange.body(), caller, place, contentType, name);
  }

  private Media form(Exchange exchange, AccessToken caller, Spool.Place place, String contentType)
      throws IOException {
    MultipartFile file = MultipartFile.open(contentType, exchange.body());
    String name = FileName.of(file.disposition());
    Media media = take(file, caller, place, file.mediaType(), name);
    file.drain();
    return media;
  }

  private Media take(
      InputStream in, AccessToken caller, Spool.Place place, String mediaType, String name)
      throws IOException {
    Spool.Received file = place.receive(in);
    Intake.Sent sent = new Intake.Sent(intake.newId(), caller.user(), mediaType, name);
    return intake.take(sent, file, place.folder());
  }

  private void renew(Exchange exchange) {
    AccessToken caller = authentication.caller(exchange);
    Media media =
        index
            .find(exchange.id(2))
            .filter(found -> found.owner().equals(caller.user()))
            .orElseThrow(Problem::unknownMedia);
    Instant until = clock.instant().plus(limits.ticketLifetime());
    // Before the ticket is given: a sweep must not come between.
    index.extendTicket(media.id(), until);
    exchange.sendJson(200, tickets.answer(media.withTicketUntil(until)));
  }
}
