package dev.rivulet.api.web;

import dev.rivulet.api.http.RawBody;
import dev.rivulet.api.http.Reply;
import dev.rivulet.api.http.Request;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.zip.GZIPOutputStream;

/// One file, compressed once, with the headers it always has.
final class WebFile {
  private static final Map<String, String> MEDIA_TYPES =
      Map.of(
          "html", "text/html; charset=utf-8",
          "js", "text/javascript; charset=utf-8",
          "css", "text/css; charset=utf-8",
          "svg", "image/svg+xml",
          "json", "application/json",
          "webmanifest", "application/manifest+json");

  private final RawBody plain;
  private final RawBody zipped;
  private final Map<String, String> headers;

  WebFile(String name, byte[] bytes, Map<String, String> headers) {
    String ending = name.substring(name.lastIndexOf('.') + 1);
    String type = MEDIA_TYPES.getOrDefault(ending, "application/octet-stream");
    this.plain = new RawBody(type, bytes);
    this.zipped = new RawBody(type, zipped(bytes));
    this.headers = Map.copyOf(headers);
  }

  /// A file that is kept under an address of its own need not be asked for again.
  Reply reply(Request request, boolean unchanging) {
    Map<String, String> all = new HashMap<>(headers);
    all.put("Vary", "Accept-Encoding, Origin");
    all.put("Cache-Control", unchanging ? "public, max-age=31536000, immutable" : "no-cache");
    if (request.header("Accept-Encoding").filter(WebFile::takesGzip).isEmpty()) {
      return new Reply(200, plain, all);
    }
    all.put("Content-Encoding", "gzip");
    return new Reply(200, zipped, all);
  }

  private static boolean takesGzip(String accepted) {
    String list = accepted.toLowerCase(Locale.ROOT).replace(" ", "");
    return list.contains("gzip") && !list.contains("gzip;q=0,") && !list.endsWith("gzip;q=0");
  }

  private static byte[] zipped(byte[] plain) {
    var out = new ByteArrayOutputStream();
    try (var zip = new GZIPOutputStream(out)) {
      zip.write(plain);
    } catch (IOException neverIntoAnArray) {
      throw new UncheckedIOException(neverIntoAnArray);
    }
    return out.toByteArray();
  }
}
