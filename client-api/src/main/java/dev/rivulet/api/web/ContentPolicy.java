package dev.rivulet.api.web;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// What the page may load and do (Content Security Policy Level 3). Nothing inline but the import
/// map, which is named by its hash; no text ever becomes HTML or script (Trusted Types).
final class ContentPolicy {
  private static final Pattern IMPORT_MAP =
      Pattern.compile("<script type=\"importmap\">(.*?)</script>", Pattern.DOTALL);

  private ContentPolicy() {}

  /// @param gateways where the page opens sockets
  /// @param media where else it loads pictures from and sends files to
  static String of(String page, List<String> gateways, List<String> media) {
    String elsewhere = origins(media.stream());
    return String.join(
        "; ",
        "default-src 'none'",
        "script-src 'self'" + hash(page),
        "style-src 'self'",
        "img-src 'self' blob:" + elsewhere,
        "media-src 'self' blob:" + elsewhere,
        "connect-src 'self'" + origins(gateways.stream()) + elsewhere,
        "manifest-src 'self'",
        "base-uri 'none'",
        "form-action 'self'",
        "frame-ancestors 'none'",
        "require-trusted-types-for 'script'",
        "trusted-types 'none'");
  }

  private static String hash(String page) {
    Matcher map = IMPORT_MAP.matcher(page);
    if (!map.find()) {
      return "";
    }
    byte[] digest = Digest.sha256(map.group(1).getBytes(StandardCharsets.UTF_8));
    return " 'sha256-" + Base64.getEncoder().encodeToString(digest) + "'";
  }

  private static String origins(Stream<String> addresses) {
    return addresses
        .map(URI::create)
        .map(uri -> " " + uri.getScheme() + "://" + uri.getRawAuthority())
        .distinct()
        .collect(Collectors.joining());
  }
}
