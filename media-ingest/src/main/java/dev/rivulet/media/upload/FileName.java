package dev.rivulet.media.upload;

import dev.rivulet.contracts.Bounds;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What a sender calls his file (RFC 6266 and 8187). Only ever shown or suggested: no path of ours
/// is made of it.
final class FileName {
  private static final Pattern EXTENDED =
      Pattern.compile("filename\\*\\s*=\\s*UTF-8'[^']*'([^;\\s]+)", Pattern.CASE_INSENSITIVE);
  private static final Pattern PLAIN =
      Pattern.compile("filename\\s*=\\s*(?:\"([^\"]*)\"|([^;\\s]+))", Pattern.CASE_INSENSITIVE);

  private FileName() {}

  /// The name in a `Content-Disposition`, or nothing.
  static String of(Optional<String> disposition) {
    String text = disposition.orElse("");
    Matcher extended = EXTENDED.matcher(text);
    if (extended.find()) {
      return clean(decoded(extended.group(1)));
    }
    Matcher plain = PLAIN.matcher(text);
    if (!plain.find()) {
      return "";
    }
    return clean(plain.group(1) == null ? plain.group(2) : plain.group(1));
  }

  private static String decoded(String text) {
    try {
      return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException malformed) {
      return "";
    }
  }

  /// Without folders and control characters, and short enough.
  static String clean(String name) {
    String last = name.substring(Math.max(name.lastIndexOf('/'), name.lastIndexOf('\\')) + 1);
    StringBuilder kept = new StringBuilder();
    int bytes = 0;
    for (int i = 0; i < last.length(); i += Character.charCount(last.codePointAt(i))) {
      int point = last.codePointAt(i);
      int type = Character.getType(point);
      boolean shown =
          type != Character.CONTROL && type != Character.FORMAT && type != Character.SURROGATE;
      int size = Character.toString(point).getBytes(StandardCharsets.UTF_8).length;
      if (shown && bytes + size <= Bounds.MEDIA_NAME_BYTES_MAX) {
        kept.appendCodePoint(point);
        bytes += size;
      }
    }
    return kept.toString().strip();
  }
}
