package dev.rivulet.client.media;

import dev.rivulet.client.api.ApiFailure;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// One file on its way here. A broken connection is continued where it broke, if what is there is
/// still the same; only whole files get their name.
final class Download {
  private static final Duration ANSWER = Duration.ofSeconds(30);
  private static final int PARTIAL = 206;

  private final MediaHttp http;
  private final Path part;
  private @Nullable String etag;

  Download(MediaHttp http, Path target) {
    this.http = http;
    this.part = target.resolveSibling(target.getFileName() + ".part");
  }

  /// Fetches the whole, or what is missing of it.
  ///
  /// @throws ApiFailure if the server gives nothing
  void fetch(URI address, Path target) throws IOException, InterruptedException {
    long have = etag == null || Files.notExists(part) ? 0 : Files.size(part);
    var request = HttpRequest.newBuilder(address).timeout(ANSWER);
    if (have > 0 && etag != null) {
      request.header("Range", "bytes=" + have + "-").header("If-Range", etag);
    }
    var answer = http.open(request.build(), BodyHandlers.ofInputStream());
    try (var body = answer.body()) {
      if (!MediaHttp.done(answer)) {
        throw new ApiFailure(answer.statusCode(), "status-" + answer.statusCode(), null, 0);
      }
      write(answer, body);
    }
    Files.move(part, target, StandardCopyOption.REPLACE_EXISTING);
  }

  private void write(HttpResponse<InputStream> answer, InputStream body) throws IOException {
    etag = answer.headers().firstValue("ETag").orElse(null);
    var how =
        answer.statusCode() == PARTIAL
            ? StandardOpenOption.APPEND
            : StandardOpenOption.TRUNCATE_EXISTING;
    try (OutputStream out =
        Files.newOutputStream(part, StandardOpenOption.CREATE, StandardOpenOption.WRITE, how)) {
      body.transferTo(out);
    }
  }
}
