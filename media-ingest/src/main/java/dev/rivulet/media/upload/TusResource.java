package dev.rivulet.media.upload;

import dev.rivulet.contracts.id.Ids;
import dev.rivulet.media.http.Exchange;
import dev.rivulet.media.http.MediaServer;
import dev.rivulet.media.http.Problem;
import dev.rivulet.media.index.Media;
import dev.rivulet.media.index.MediaIndex;
import dev.rivulet.media.index.PartialUpload;
import dev.rivulet.media.store.ObjectStore;
import dev.rivulet.media.token.Authentication;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/// Uploads that survive a lost connection: tus 1.0.0 with creation and termination. Any instance
/// may take any piece. An upload that is not one's own is not there.
public final class TusResource {
  private static final String VERSION = "1.0.0";
  private static final String PATH = "/v1/media/tus";
  private static final String PIECE_TYPE = "application/offset+octet-stream";
  private static final String MEDIA_DOMAIN = "rivulet.media-in-pieces.v1";
  private static final int METADATA_CHARS_MAX = 4_096;

  private final Authentication authentication;
  private final Intake intake;
  private final Spool spool;
  private final Tickets tickets;
  private final MediaIndex index;
  private final UploadLimits limits;
  private final InstantSource clock;
  private final Pieces pieces;

  /// Uploads that a request writes to at this instance.
  private final Set<UUID> busy = ConcurrentHashMap.newKeySet();

  public TusResource(UploadResource.Parts parts, ObjectStore store) {
    this.authentication = parts.authentication();
    this.intake = parts.intake();
    this.spool = parts.spool();
    this.tickets = parts.tickets();
    this.index = parts.index();
    this.limits = parts.limits();
    this.clock = parts.clock();
    this.pieces = new Pieces(store);
  }

  public void routes(MediaServer.Routes routes) {
    routes.add("OPTIONS", PATH, this::options);
    routes.add("POST", PATH, this::create);
    routes.add("HEAD", PATH + "/{upload}", this::offset);
    routes.add("PATCH", PATH + "/{upload}", this::append);
    routes.add("DELETE", PATH + "/{upload}", this::terminate);
    routes.add("GET", PATH + "/{upload}", this::result);
  }

  private void options(Exchange exchange) {
    exchange
        .set("Tus-Resumable", VERSION)
        .set("Tus-Version", VERSION)
        .set("Tus-Extension", "creation,termination,expiration")
        .set("Tus-Max-Size", Long.toString(limits.anyBytesMax()))
        .send(204);
  }

  private void create(Exchange exchange) {
    checkVersion(exchange);
    UUID owner = authentication.caller(exchange).user();
    long length = number(exchange, "Upload-Length");
    if (length == 0) {
      throw Problem.badMedia("empty");
    }
    intake.expect(owner, length);
    Map<String, String> metadata = metadata(exchange);
    PartialUpload upload =
        new PartialUpload(
            intake.newId(),
            owner,
            length,
            metadata.getOrDefault("filetype", ""),
            FileName.clean(metadata.getOrDefault("filename", "")),
            clock.instant(),
            Optional.empty());
    index.addUpload(upload, limits.pieceLifetime());
    exchange.set("Tus-Resumable", VERSION).set("Location", PATH + "/" + upload.id()).send(201);
  }

  private void offset(Exchange exchange) {
    checkVersion(exchange);
    PartialUpload upload = own(exchange);
    long offset = upload.media().isPresent() ? upload.length() : pieces.offset(upload.id());
    answer(exchange, upload, offset);
    exchange.set("Upload-Length", Long.toString(upload.length()));
    exchange.set("Cache-Control", "no-store").send(200);
  }

  private void append(Exchange exchange) throws IOException {
    checkVersion(exchange);
    PartialUpload upload = own(exchange);
    if (!exchange.header("Content-Type").orElse("").equals(PIECE_TYPE)) {
      throw Problem.unsupportedMedia("a piece is " + PIECE_TYPE);
    }
    if (!busy.add(upload.id())) {
      throw Problem.of(423, "locked", "another request writes to this upload");
    }
    try (Spool.Place place = spool.open()) {
      append(exchange, upload, place);
    } finally {
      busy.remove(upload.id());
    }
  }

  private void append(Exchange exchange, PartialUpload upload, Spool.Place place)
      throws IOException {
    long offset = upload.media().isPresent() ? upload.length() : pieces.offset(upload.id());
    if (number(exchange, "Upload-Offset") != offset) {
      throw Problem.of(409, "wrong-offset", "the upload is at " + offset);
    }
    PartialUpload done = upload;
    if (upload.media().isEmpty()) {
      offset = pieces.append(upload.id(), offset, upload.length(), exchange.body(), place.folder());
      if (offset == upload.length()) {
        done = complete(upload, place);
      }
    }
    answer(exchange, done, offset);
    exchange.send(204);
  }

  /// What is not taken as media goes with its pieces: it would not be taken later either.
  private PartialUpload complete(PartialUpload upload, Spool.Place place) throws IOException {
    try (InputStream in = pieces.whole(upload.id())) {
      Spool.Received file = place.receive(in);
      Intake.Sent sent =
          new Intake.Sent(media(upload), upload.owner(), upload.mediaType(), upload.name());
      Media media = intake.take(sent, file, place.folder());
      index.completeUpload(upload.id(), media.id(), limits.pieceLifetime());
      pieces.remove(upload.id());
      return new PartialUpload(
          upload.id(),
          upload.owner(),
          upload.length(),
          upload.mediaType(),
          upload.name(),
          upload.createdAt(),
          Optional.of(media.id()));
    } catch (Problem refused) {
      if (refused.status() < 500) {
        index.removeUpload(upload.id());
        pieces.remove(upload.id());
      }
      throw refused;
    }
  }

  /// The same when the last step is done again.
  private static UUID media(PartialUpload upload) {
    return Ids.named(MEDIA_DOMAIN, Ids.array(upload.id()), "");
  }

  private void terminate(Exchange exchange) {
    checkVersion(exchange);
    PartialUpload upload = own(exchange);
    index.removeUpload(upload.id());
    pieces.remove(upload.id());
    exchange.set("Tus-Resumable", VERSION).send(204);
  }

  private void result(Exchange exchange) {
    PartialUpload upload = own(exchange);
    UUID id = upload.media().orElseThrow(() -> Problem.of(409, "incomplete"));
    Media media = index.find(id).orElseThrow(Problem::unknownMedia);
    exchange.set("Cache-Control", "no-store").sendJson(200, tickets.answer(media));
  }

  private PartialUpload own(Exchange exchange) {
    UUID caller = authentication.caller(exchange).user();
    return index
        .findUpload(exchange.id(3))
        .filter(upload -> upload.owner().equals(caller))
        .orElseThrow(Problem::unknownMedia);
  }

  private void answer(Exchange exchange, PartialUpload upload, long offset) {
    exchange.set("Tus-Resumable", VERSION).set("Upload-Offset", Long.toString(offset));
    upload.media().ifPresent(media -> exchange.set("Rivulet-Media", media.toString()));
  }

  private static void checkVersion(Exchange exchange) {
    if (!exchange.header("Tus-Resumable").orElse("").equals(VERSION)) {
      exchange.set("Tus-Version", VERSION);
      throw Problem.of(412, "unknown-tus-version");
    }
  }

  private static long number(Exchange exchange, String header) {
    String text = exchange.header(header).orElse("");
    if (!text.matches("[0-9]{1,15}")) {
      throw Problem.badRequest(header + " is not a number of bytes");
    }
    return Long.parseLong(text);
  }

  /// Pairs of a name and its value in base64.
  private static Map<String, String> metadata(Exchange exchange) {
    String text = exchange.header("Upload-Metadata").orElse("");
    if (text.length() > METADATA_CHARS_MAX) {
      throw Problem.badRequest("Upload-Metadata is too long");
    }
    Map<String, String> values = new HashMap<>();
    for (String pair : text.split(",", -1)) {
      String[] parts = pair.strip().split(" ", 2);
      if (parts.length == 2) {
        try {
          byte[] value = Base64.getDecoder().decode(parts[1].strip());
          values.put(parts[0], new String(value, StandardCharsets.UTF_8));
        } catch (IllegalArgumentException e) {
          throw Problem.badRequest("Upload-Metadata is not in base64");
        }
      }
    }
    return values;
  }
}
