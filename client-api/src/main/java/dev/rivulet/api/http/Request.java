package dev.rivulet.api.http;

import dev.rivulet.contracts.id.IdempotencyKey;
import dev.rivulet.contracts.id.Ids;
import io.helidon.http.HeaderNames;
import io.helidon.webserver.http.ServerRequest;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// One request. Whatever in it cannot be is a [Problem], thrown where it is asked for.
public final class Request {
  /// Without leading zeros, and short enough for a long.
  private static final Pattern NUMBER = Pattern.compile("[1-9][0-9]{0,15}");

  private final ServerRequest request;
  private final Map<String, String> pathValues;
  private final BodyReader bodies;
  private final boolean trustForwardedFor;
  private final Map<String, String> answerHeaders = new LinkedHashMap<>();
  private byte[] read = new byte[0];

  Request(
      ServerRequest request,
      Map<String, String> pathValues,
      BodyReader bodies,
      boolean trustForwardedFor) {
    this.request = request;
    this.pathValues = pathValues;
    this.bodies = bodies;
    this.trustForwardedFor = trustForwardedFor;
  }

  /// An id in the path; what is not an id is answered as an unknown one.
  public UUID id(String name, Supplier<Problem> unknown) {
    return Optional.ofNullable(pathValues.get(name)).flatMap(Ids::parse).orElseThrow(unknown);
  }

  /// A text in the path, percent-encoded there. What is not UTF-8 shows as U+FFFD.
  public String text(String name) {
    String raw = pathValues.getOrDefault(name, "");
    try {
      // A plus is a plus in a path; the decoder is one for forms.
      return URLDecoder.decode(raw.replace("+", "%2B"), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException notEncoded) {
      throw Problem.badRequest(name + " is not percent-encoded");
    }
  }

  /// A whole number in the path, from 1; anything else is answered as an unknown one.
  public long wholeNumber(String name, Supplier<Problem> unknown) {
    String text = pathValues.getOrDefault(name, "");
    if (!NUMBER.matcher(text).matches()) {
      throw unknown.get();
    }
    return Long.parseLong(text);
  }

  public Optional<String> header(String name) {
    return request.headers().first(HeaderNames.create(name));
  }

  /// What the client calls this request; empty when it has no name for it.
  public Optional<String> idempotencyKey() {
    return header(IdempotencyKey.HEADER)
        .map(
            given ->
                IdempotencyKey.read(given)
                    .orElseThrow(() -> Problem.badRequest(IdempotencyKey.WRONG)));
  }

  /// The value of a cookie.
  public Optional<String> cookie(String name) {
    return request.headers().cookies().first(name).asOptional();
  }

  /// Whether the request comes from a page of this very server, or from none: browsers name the
  /// page's origin with everything but a plain GET.
  public boolean isSameOrigin() {
    Optional<String> origin = header("Origin");
    if (origin.isEmpty()) {
      return true;
    }
    String host = header("Host").orElse("").toLowerCase(Locale.ROOT);
    String named = origin.get().toLowerCase(Locale.ROOT);
    return named.equals("https://" + host) || named.equals("http://" + host);
  }

  /// Whether a balancer stands between, so that the address which clients see is not ours.
  public boolean isForwarded() {
    return trustForwardedFor && request.headers().contains(HeaderNames.X_FORWARDED_FOR);
  }

  /// A header of the answer, whatever the answer will be; of two, the list of both is sent.
  public void answerWith(String header, String value) {
    answerHeaders.merge(header, value, (one, two) -> one + ", " + two);
  }

  Map<String, String> answerHeaders() {
    return answerHeaders;
  }

  public Optional<String> query(String name) {
    return request.query().first(name).asOptional();
  }

  /// A whole number of the query, at least `min`; what is above `max` counts as `max`.
  public Optional<Long> number(String name, long min, long max) {
    return query(name).map(text -> number(name, text, min, max));
  }

  private static long number(String name, String text, long min, long max) {
    long value;
    try {
      value = Long.parseLong(text);
    } catch (NumberFormatException notANumber) {
      throw Problem.badRequest(name + " is not a whole number");
    }
    if (value < min) {
      throw Problem.badRequest(name + " is below " + min);
    }
    return Math.min(value, max);
  }

  /// The JSON body.
  public <T> T body(Class<T> type) {
    read = bodies.read(request);
    return Json.read(read, type);
  }

  /// The same for the same method, path and body as far as it was read; nothing can be learnt of
  /// them from it.
  public String fingerprint() {
    try {
      MessageDigest sha = MessageDigest.getInstance("SHA-256");
      String head = request.prologue().method().text() + " " + request.path().rawPath() + "\n";
      sha.update(head.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(sha.digest(read));
    } catch (NoSuchAlgorithmException everyJdkHasIt) {
      throw new IllegalStateException(everyJdkHasIt);
    }
  }

  /// A field that the body must have.
  public static <T> T required(@Nullable T value, String name) {
    if (value == null) {
      throw Problem.badRequest(name + " is missing");
    }
    return value;
  }

  /// Where the request comes from, for rate limits: the peer, or what the balancer in front of us
  /// says it was (the last entry, which the balancer itself wrote).
  public String address() {
    if (trustForwardedFor) {
      // A balancer may append a line of its own behind one that the client made up.
      List<String> lines = request.headers().values(HeaderNames.X_FORWARDED_FOR);
      if (!lines.isEmpty()) {
        String list = lines.getLast();
        return list.substring(list.lastIndexOf(',') + 1).trim().toLowerCase(Locale.ROOT);
      }
    }
    return request.remotePeer().host();
  }
}
