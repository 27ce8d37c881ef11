package dev.rivulet.client.media;

import dev.rivulet.client.api.ApiFailure;
import java.io.IOException;
import java.net.URI;
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

/// One file on its way by tus 1.0: created, sent in pieces, and after whatever went wrong continued
/// where the server says that it is.
final class Upload {
  /// Small enough to be lost, large enough to be quick.
  static final int PIECE_BYTES = 1 << 20;

  /// The last piece is answered when the picture is ready.
  private static final Duration ANSWER = Duration.ofSeconds(60);

  private static final int CONFLICT = 409;

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

  /// Where the new upload is.
  URI create(URI uploads) throws IOException, InterruptedException {
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
          return uploads.resolve(location);
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
    }
    return result(upload);
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

  private Uploaded result(URI upload) throws IOException, InterruptedException {
    while (true) {
      try {
        var answer = http.authorized(request(upload).GET());
        if (MediaHttp.done(answer)) {
          return MediaHttp.value(answer, Uploaded.class);
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
    if (!failure.retryable()) {
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

  private static String base64(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }
}
