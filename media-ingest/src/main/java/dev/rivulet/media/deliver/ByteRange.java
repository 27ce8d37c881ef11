package dev.rivulet.media.deliver;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What is asked of a file (RFC 9110 section 14). One range is served; several, or what is no
/// range, get the whole.
sealed interface ByteRange {
  record Whole() implements ByteRange {}

  record Part(long offset, long length) implements ByteRange {}

  /// Begins behind the end.
  record Beyond() implements ByteRange {}

  Pattern ONE = Pattern.compile("bytes=([0-9]{0,18})-([0-9]{0,18})");

  static ByteRange parse(String header, long size) {
    Matcher one = ONE.matcher(header.replace(" ", ""));
    if (!one.matches() || (one.group(1).isEmpty() && one.group(2).isEmpty())) {
      return new Whole();
    }
    if (one.group(1).isEmpty()) {
      long last = Math.min(Long.parseLong(one.group(2)), size);
      return last == 0 ? new Beyond() : new Part(size - last, last);
    }
    long first = Long.parseLong(one.group(1));
    long last = one.group(2).isEmpty() ? Long.MAX_VALUE : Long.parseLong(one.group(2));
    if (last < first) {
      return new Whole();
    }
    return first >= size ? new Beyond() : new Part(first, Math.min(last, size - 1) - first + 1);
  }
}
