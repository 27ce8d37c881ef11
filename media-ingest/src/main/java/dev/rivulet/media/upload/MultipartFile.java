package dev.rivulet.media.upload;

import dev.rivulet.media.http.Problem;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The first part of a `multipart/form-data` that is a file (RFC 7578), as a stream: it ends where
/// its boundary begins, and nothing of it is held but what could be the beginning of that.
final class MultipartFile extends InputStream {
  private static final Pattern BOUNDARY =
      Pattern.compile("boundary=(?:\"([^\"]{1,70})\"|([^;\\s]{1,70}))", Pattern.CASE_INSENSITIVE);
  private static final int HEADER_BYTES_MAX = 8 << 10;
  private static final int PARTS_MAX = 16;
  private static final int BUFFER_BYTES = 32 << 10;

  private final BufferedInputStream in;
  private final byte[] delimiter;
  private String disposition = "";
  private String mediaType = "";
  private boolean ended;

  private MultipartFile(InputStream in, String boundary) {
    this.in = new BufferedInputStream(in, BUFFER_BYTES);
    this.delimiter = ("\r\n--" + boundary).getBytes(StandardCharsets.ISO_8859_1);
  }

  static boolean isMultipart(String contentType) {
    return contentType.toLowerCase(Locale.ROOT).startsWith("multipart/form-data");
  }

  /// Reads up to the first byte of the file.
  ///
  /// @throws Problem `bad-request` if there is none
  static MultipartFile open(String contentType, InputStream body) throws IOException {
    Matcher boundary = BOUNDARY.matcher(contentType);
    if (!boundary.find()) {
      throw Problem.badRequest("multipart without a boundary");
    }
    String text = boundary.group(1) == null ? boundary.group(2) : boundary.group(1);
    MultipartFile file = new MultipartFile(body, text);
    file.first(text);
    return file;
  }

  private void first(String boundary) throws IOException {
    String line = line();
    if (!line.equals("--" + boundary)) {
      throw Problem.badRequest("multipart does not begin with its boundary");
    }
    for (int part = 0; part < PARTS_MAX; part++) {
      headers();
      if (disposition.toLowerCase(Locale.ROOT).contains("filename")) {
        return;
      }
      // A field of the form: passed over, within the bound of a header.
      if (readNBytes(HEADER_BYTES_MAX).length == HEADER_BYTES_MAX) {
        throw Problem.badRequest("a field before the file is too long");
      }
      if (line().startsWith("--")) {
        break;
      }
      ended = false;
    }
    throw Problem.badRequest("multipart without a file");
  }

  private void headers() throws IOException {
    disposition = "";
    mediaType = "";
    int bytes = 0;
    for (String line = line(); !line.isEmpty(); line = line()) {
      bytes += line.length();
      if (bytes > HEADER_BYTES_MAX) {
        throw Problem.badRequest("a part's headers are too long");
      }
      String lower = line.toLowerCase(Locale.ROOT);
      if (lower.startsWith("content-disposition:")) {
        disposition = line.substring(line.indexOf(':') + 1).strip();
      } else if (lower.startsWith("content-type:")) {
        mediaType = line.substring(line.indexOf(':') + 1).strip();
      }
    }
  }

  private String line() throws IOException {
    StringBuilder line = new StringBuilder();
    while (line.length() <= HEADER_BYTES_MAX) {
      int c = in.read();
      if (c < 0) {
        throw new IOException("multipart ends in a header");
      }
      if (c == '\n') {
        return line.toString().stripTrailing();
      }
      line.append((char) c);
    }
    throw Problem.badRequest("a line of a part's headers is too long");
  }

  String mediaType() {
    return mediaType;
  }

  Optional<String> disposition() {
    // Browsers send names as UTF-8 bytes, which were read one by one.
    byte[] bytes = disposition.getBytes(StandardCharsets.ISO_8859_1);
    return Optional.of(new String(bytes, StandardCharsets.UTF_8));
  }

  @Override
  public int read() throws IOException {
    if (ended) {
      return -1;
    }
    int c = in.read();
    if (c < 0) {
      throw new IOException("multipart ends in a file");
    }
    if (c == delimiter[0] && isDelimiter()) {
      ended = true;
      return -1;
    }
    return c;
  }

  @Override
  public int read(byte[] bytes, int offset, int length) throws IOException {
    int n = 0;
    while (n < length) {
      int c = read();
      if (c < 0) {
        break;
      }
      bytes[offset + n++] = (byte) c;
    }
    return n == 0 && length > 0 ? -1 : n;
  }

  /// Whether the rest of the delimiter follows; if not, nothing is taken.
  private boolean isDelimiter() throws IOException {
    in.mark(delimiter.length);
    for (int i = 1; i < delimiter.length; i++) {
      if (in.read() != (delimiter[i] & 0xff)) {
        in.reset();
        return false;
      }
    }
    return true;
  }

  /// Reads what is behind the file, so that the connection can be used again.
  void drain() throws IOException {
    byte[] buffer = new byte[4096];
    int left = 64 << 10;
    for (int n = in.read(buffer); n >= 0 && left > 0; n = in.read(buffer)) {
      left -= n;
    }
  }
}
