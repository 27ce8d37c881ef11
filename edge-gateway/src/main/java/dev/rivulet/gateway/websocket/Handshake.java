package dev.rivulet.gateway.websocket;

import dev.rivulet.contracts.frame.SubProtocol;
import io.helidon.http.Header;
import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.http.Headers;
import io.helidon.http.Method;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// The server's side of the opening handshake (RFC 6455 section 4.2). Offered extensions are
/// declined by not naming them.
final class Handshake {
  static final String PATH = "/v1/ws";

  private static final String GUID = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
  private static final int KEY_BYTES = 16;
  private static final String VERSION = "13";
  private static final HeaderName KEY_NAME = HeaderNames.create("Sec-WebSocket-Key");
  private static final HeaderName VERSION_NAME = HeaderNames.create("Sec-WebSocket-Version");
  private static final HeaderName PROTOCOL_NAME = HeaderNames.create("Sec-WebSocket-Protocol");

  /// Copied for each use: `getInstance` leaves a cache entry on every thread that calls it.
  private static final MessageDigest SHA_1 = sha1();

  private final List<String> allowedOrigins;

  /// What to answer: a status, everything up to the empty line, and what is spoken behind it.
  record Answer(int status, String head, SubProtocol subProtocol) {
    boolean accepts() {
      return status == 101;
    }

    byte[] bytes() {
      return head.getBytes(StandardCharsets.US_ASCII);
    }
  }

  /// Answers for browsers from these origins, and for everything that is no browser.
  ///
  /// @param allowedOrigins as browsers send them; empty: any, because no cookie or address gives a
  ///   page rights here, only the token in its attach frame does
  Handshake(List<String> allowedOrigins) {
    this.allowedOrigins = List.copyOf(allowedOrigins);
  }

  Answer answer(Method method, Headers headers) {
    if (!method.equals(Method.GET)) {
      return reject(405, "Method Not Allowed", "Allow: GET");
    }
    if (!lowerCase(headers, HeaderNames.CONNECTION).contains("upgrade")) {
      return reject(400, "Bad Request");
    }
    if (!all(headers, VERSION_NAME).equals(List.of(VERSION))) {
      return reject(426, "Upgrade Required", "Sec-WebSocket-Version: " + VERSION);
    }
    var keys = all(headers, KEY_NAME);
    if (keys.size() != 1 || !isKey(keys.getFirst())) {
      return reject(400, "Bad Request");
    }
    var origins = all(headers, HeaderNames.ORIGIN);
    if (!allowedOrigins.isEmpty() && !allowedOrigins.containsAll(origins)) {
      return reject(403, "Forbidden");
    }
    var offered = tokens(headers, PROTOCOL_NAME);
    var chosen = offered.stream().flatMap(it -> SubProtocol.of(it).stream()).findFirst();
    if (!offered.isEmpty() && chosen.isEmpty()) {
      return reject(400, "Bad Request");
    }
    return accept(keys.getFirst(), chosen);
  }

  static Answer reject(int status, String phrase, String... headers) {
    var text = new StringBuilder("HTTP/1.1 " + status + " " + phrase + "\r\n");
    for (String header : headers) {
      text.append(header).append("\r\n");
    }
    text.append("Content-Length: 0\r\nConnection: close\r\n\r\n");
    return new Answer(status, text.toString(), SubProtocol.JSON);
  }

  static Answer unavailable() {
    return reject(503, "Service Unavailable", "Retry-After: 2");
  }

  static Answer tooMany() {
    return reject(429, "Too Many Requests", "Retry-After: 10");
  }

  /// Whether a request asks for a WebSocket, in any letter case and among others.
  static boolean asksForWebSocket(Headers headers) {
    return lowerCase(headers, HeaderNames.UPGRADE).contains("websocket");
  }

  private static Answer accept(String key, Optional<SubProtocol> chosen) {
    var text =
        new StringBuilder(
            "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n");
    text.append("Sec-WebSocket-Accept: ").append(acceptKey(key)).append("\r\n");
    chosen.ifPresent(it -> text.append("Sec-WebSocket-Protocol: ").append(it.id()).append("\r\n"));
    return new Answer(101, text.append("\r\n").toString(), chosen.orElse(SubProtocol.JSON));
  }

  static String acceptKey(String key) {
    byte[] hash = copy(SHA_1).digest((key + GUID).getBytes(StandardCharsets.US_ASCII));
    return Base64.getEncoder().encodeToString(hash);
  }

  private static boolean isKey(String text) {
    try {
      return text.length() == 24 && Base64.getDecoder().decode(text).length == KEY_BYTES;
    } catch (IllegalArgumentException notBase64) {
      return false;
    }
  }

  private static List<String> all(Headers headers, HeaderName name) {
    return headers.all(name, List::of).stream().map(String::strip).toList();
  }

  private static List<String> lowerCase(Headers headers, HeaderName name) {
    return tokens(headers, name).stream().map(token -> token.toLowerCase(Locale.ROOT)).toList();
  }

  /// A comma-separated list over all lines of the header.
  private static List<String> tokens(Headers headers, HeaderName name) {
    var tokens = new ArrayList<String>();
    if (headers.contains(name)) {
      Header header = headers.get(name);
      for (String line : header.allValues()) {
        for (String token : line.split(",", -1)) {
          if (!token.isBlank()) {
            tokens.add(token.strip());
          }
        }
      }
    }
    return tokens;
  }

  private static MessageDigest copy(MessageDigest digest) {
    try {
      return (MessageDigest) digest.clone();
    } catch (CloneNotSupportedException theJdksCanBe) {
      throw new IllegalStateException(theJdksCanBe);
    }
  }

  private static MessageDigest sha1() {
    try {
      return MessageDigest.getInstance("SHA-1");
    } catch (NoSuchAlgorithmException everyJdkHasIt) {
      throw new IllegalStateException(everyJdkHasIt);
    }
  }
}
