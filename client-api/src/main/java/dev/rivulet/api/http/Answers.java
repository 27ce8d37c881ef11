package dev.rivulet.api.http;

import io.helidon.http.Status;
import io.helidon.webserver.http.ServerResponse;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Sends one reply: its body, the headers that every answer has, and those that were collected
/// while it was made. To HEAD it is the same without the body.
record Answers(ServerResponse response, Request request, Origins origins, boolean headOnly) {
  private static final String JSON = "application/json";
  private static final int TAG_BYTES = 16;
  private static final int STREAM_BUFFER_BYTES = 32 << 10;

  /// What a browser must not do with an answer that is no page of ours. A reply that is one says
  /// otherwise itself.
  private static final Map<String, String> DEFAULTS =
      Map.of(
          "Cache-Control", "no-store",
          "X-Content-Type-Options", "nosniff",
          "X-Frame-Options", "DENY",
          "Referrer-Policy", "no-referrer",
          "Cross-Origin-Resource-Policy", "same-origin",
          "Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'");

  /// Returns the status that was sent.
  int send(Reply reply) {
    Map<String, String> headers = new LinkedHashMap<>(DEFAULTS);
    headers.putAll(origins.headers(request));
    headers.putAll(request.answerHeaders());
    headers.putAll(reply.headers());
    if (reply.status() == 408 || reply.status() == 413) {
      // The rest of the body is not waited for.
      headers.put("Connection", "close");
    }
    @Nullable Object body = reply.body();
    if (body instanceof StreamedBody streamed) {
      return stream(reply.status(), headers, streamed);
    }
    byte[] bytes = bytes(body);
    if (body != null) {
      headers.put("Content-Type", mediaType(body));
    }
    if (reply.status() == 200 && isKept(headers)) {
      String tag = tag(bytes);
      headers.put("ETag", tag);
      if (request.header("If-None-Match").filter(known -> names(known, tag)).isPresent()) {
        headers.remove("Content-Type");
        return send(304, headers, new byte[0]);
      }
    }
    return send(reply.status(), headers, bytes);
  }

  private int send(int status, Map<String, String> headers, byte[] bytes) {
    response.status(Status.create(status));
    headers.forEach(response::header);
    if (headOnly && bytes.length > 0) {
      response.header("Content-Length", Integer.toString(bytes.length));
      response.send();
    } else if (bytes.length == 0) {
      response.send();
    } else {
      response.send(bytes);
    }
    return status;
  }

  private int stream(int status, Map<String, String> headers, StreamedBody body) {
    response.status(Status.create(status));
    headers.forEach(response::header);
    response.header("Content-Type", body.mediaType());
    if (headOnly) {
      response.send();
      return status;
    }
    try (OutputStream out =
        new BufferedOutputStream(response.outputStream(), STREAM_BUFFER_BYTES)) {
      body.content().write(out);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (Problem away) {
      // The head is sent: all that is left to say is that the body has no end.
      throw new UncheckedIOException(new IOException("cut short: " + away.code(), away));
    }
    return status;
  }

  private static byte[] bytes(@Nullable Object body) {
    return switch (body) {
      case null -> new byte[0];
      case RawBody raw -> raw.bytes();
      default -> Json.write(body);
    };
  }

  private static String mediaType(Object body) {
    return switch (body) {
      case RawBody raw -> raw.mediaType();
      case ProblemBody _ -> ProblemBody.MEDIA_TYPE;
      default -> JSON;
    };
  }

  private static boolean isKept(Map<String, String> headers) {
    return !"no-store".equals(headers.get("Cache-Control"));
  }

  /// Strong (RFC 9110 section 8.8.3): the same bytes, the same tag, in every process.
  private static String tag(byte[] bytes) {
    try {
      byte[] hash = MessageDigest.getInstance("SHA-256").digest(bytes);
      byte[] head = Arrays.copyOf(hash, TAG_BYTES);
      return '"' + Base64.getUrlEncoder().withoutPadding().encodeToString(head) + '"';
    } catch (NoSuchAlgorithmException everyJdkHasIt) {
      throw new IllegalStateException(everyJdkHasIt);
    }
  }

  private static boolean names(String known, String tag) {
    return Arrays.stream(known.split(","))
        .map(String::strip)
        .map(one -> one.startsWith("W/") ? one.substring(2) : one)
        .anyMatch(one -> one.equals("*") || one.equals(tag));
  }
}
