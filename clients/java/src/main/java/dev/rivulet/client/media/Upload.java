package dev.rivulet.client.media;

import dev.rivulet.client.api.ApiFailure;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.Optional;
import java.util.UUID;

/// One file on its way by tus 1.0: created, sent in pieces, and after whatever went wrong continued
/// where the server says that it is. What fits into one piece is sent whole, in one request.
final class Upload {
  /// Small enough to be lost, large enough to be quick.
  static final int PIECE_BYTES = 1 << 20;

  /// The last piece is answered when the picture is ready.
  private static final Duration ANSWER = Duration.ofSeconds(60);

  /// A whole file over a slow line.
  private static final Duration WHOLE = Duration.ofMinutes(10);

  private static final int NOT_FOUND = 404;
  private static final int NOT_ALLOWED = 405;
  private static final int CONFLICT = 409;
  private static final int LOCKED = 423;

  private final MediaHttp http;
  private final Path file;
  private final long size;
  private final UploadListener listener;
  private final Patience patience;

  Upload(MediaHttp http, Path file, UploadListener listener, Duration limit) throws IOException {
    this.http = http;
    this.file = file;
    this.size = Files.size(file);
    this.listener = listener;
    this.patience = new Patience(limit);
  }

  /// Sends the file to media-ingest, whose address this is.
  Uploaded send(URI media) throws IOException, InterruptedException {
    if (size > PIECE_BYTES) {
      var upload = create(media.resolve("/v1/media/tus"));
      if (upload.isPresent()) {
        return finish(upload.get());
      }
    }
    return whole(media.resolve("/v1/media"));
  }

  /// One request, with a name of its own: tried again it leads to the same medium.
  private Uploaded whole(URI media) throws IOException, InterruptedException {
    var type = Files.probeContentType(file);
    var request =
        HttpRequest.newBuilder(media)
            .timeout(WHOLE)
            .header("Content-Type", type == null ? "application/octet-stream" : type)
            .header("Content-Disposition", "attachment; filename*=UTF-8''" + percentEncoded())
            .header("Idempotency-Key", UUID.randomUUID().toString())
            .POST(BodyPublishers.ofFile(file));
    while (true) {
      try {
        var answer = http.authorized(request);
        if (MediaHttp.done(answer)) {
          listener.progress(media, size, size);
          return MediaHttp.value(answer, Uploaded.class);
        }
        pauseAfter(answer);
      } catch (IOException lost) {
        patience.pause(lost, null);
      }
    }
  }

  /// Where the new upload is; empty if the server takes files only whole.
  private Optional<URI> create(URI uploads) throws IOException, InterruptedException {
    var request =
        request(uploads)
            .header("Upload-Length", Long.toString(size))
            .header("Upload-Metadata", metadata())
            .POST(BodyPublishers.noBody());
    while (true) {
      try {
        var answer = http.authorized(request);
        if (MediaHttp.done(answer)) {
          var location = answer.headers().firstValue("Location").orElseThrow(Upload::notTus);
          return Optional.of(uploads.resolve(location));
        }
        if (answer.statusCode() == NOT_FOUND || answer.statusCode() == NOT_ALLOWED) {
          return Optional.empty();
        }
        pauseAfter(answer);
      } catch (IOException lost) {
        patience.pause(lost, null);
      }
    }
  }

  /// Sends what the server does not have yet.
  Uploaded finish(URI upload) throws IOException, InterruptedException {
    try (var channel = FileChannel.open(file)) {
      long offset = offset(upload);
      listener.progress(upload, offset, size);
      while (offset < size) {
        long now = piece(upload, channel, offset);
        if (now > offset) {
          patience.moved();
          listener.progress(upload, now, size);
        }
        offset = now;
      }
      var result = result(upload);
      while (result.isEmpty()) {
        // All bytes are there, but what comes after them failed: an empty piece asks for it again.
        patience.pause(null, null);
        var _ = piece(upload, channel, size);
        result = result(upload);
      }
      return result.get();
    }
  }

  /// Where the server is after this piece, whatever has become of it.
  private long piece(URI upload, FileChannel channel, long offset)
      throws IOException, InterruptedException {
    var bytes = ByteBuffer.allocate((int) Math.min(PIECE_BYTES, size - offset));
    while (bytes.hasRemaining() && channel.read(bytes, offset + bytes.position()) >= 0) {
      // A file that became shorter meanwhile ends the loop.
    }
    if (bytes.hasRemaining()) {
      throw new IOException("the file became shorter while it was read");
    }
    var request =
        request(upload)
            .header("Upload-Offset", Long.toString(offset))
            .header("Content-Type", "application/offset+octet-stream")
            .method("PATCH", BodyPublishers.ofByteArray(bytes.array()));
    try {
      var answer = http.authorized(request);
      if (MediaHttp.done(answer)) {
        return offsetOf(answer);
      }
      if (answer.statusCode() != CONFLICT) {
        pauseAfter(answer);
      }
    } catch (IOException lost) {
      patience.pause(lost, null);
    }
    return offset(upload);
  }

  private long offset(URI upload) throws IOException, InterruptedException {
    while (true) {
      try {
        var answer = http.authorized(request(upload).method("HEAD", BodyPublishers.noBody()));
        if (MediaHttp.done(answer)) {
          return offsetOf(answer);
        }
        pauseAfter(answer);
      } catch (IOException lost) {
        patience.pause(lost, null);
      }
    }
  }

  /// Empty if the server is not done with it.
  private Optional<Uploaded> result(URI upload) throws IOException, InterruptedException {
    while (true) {
      try {
        var answer = http.authorized(request(upload).GET());
        if (MediaHttp.done(answer)) {
          return Optional.of(MediaHttp.value(answer, Uploaded.class));
        }
        if (answer.statusCode() == CONFLICT) {
          return Optional.empty();
        }
        pauseAfter(answer);
      } catch (IOException lost) {
        patience.pause(lost, null);
      }
    }
  }

  /// What is refused for good ends the upload.
  private void pauseAfter(HttpResponse<String> answer) throws IOException, InterruptedException {
    var failure = MediaHttp.failure(answer);
    // The server may still be reading the piece of a connection that is gone.
    if (!failure.retryable() && failure.status() != LOCKED) {
      throw failure;
    }
    patience.pause(null, failure);
  }

  private static HttpRequest.Builder request(URI address) {
    return HttpRequest.newBuilder(address).timeout(ANSWER).header("Tus-Resumable", "1.0.0");
  }

  private static long offsetOf(HttpResponse<String> answer) {
    var text = answer.headers().firstValue("Upload-Offset").orElseThrow(Upload::notTus);
    if (!text.matches("\\d{1,18}")) {
      throw notTus();
    }
    return Long.parseLong(text);
  }

  private static ApiFailure notTus() {
    return new ApiFailure(0, "unreadable-answer", "not an answer of tus", 0);
  }

  private String metadata() throws IOException {
    var type = Files.probeContentType(file);
    var name = "filename " + base64(String.valueOf(file.getFileName()));
    return type == null ? name : name + ",filetype " + base64(type);
  }

  private String percentEncoded() {
    var name = String.valueOf(file.getFileName());
    return URLEncoder.encode(name, StandardCharsets.UTF_8).replace("+", "%20").replace("*", "%2A");
  }

  private static String base64(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }
}
