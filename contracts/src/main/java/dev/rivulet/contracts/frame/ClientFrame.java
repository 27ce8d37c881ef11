package dev.rivulet.contracts.frame;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import dev.rivulet.contracts.Bounds;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// What a client sends. `type` names the frame.
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
  @JsonSubTypes.Type(value = ClientFrame.Attach.class, name = "attach"),
  @JsonSubTypes.Type(value = ClientFrame.Token.class, name = "token"),
  @JsonSubTypes.Type(value = ClientFrame.Send.class, name = "send"),
  @JsonSubTypes.Type(value = ClientFrame.Delivered.class, name = "delivered"),
  @JsonSubTypes.Type(value = ClientFrame.Read.class, name = "read"),
  @JsonSubTypes.Type(value = ClientFrame.Watch.class, name = "watch"),
  @JsonSubTypes.Type(value = ClientFrame.Typing.class, name = "typing"),
  @JsonSubTypes.Type(value = ClientFrame.Ping.class, name = "ping"),
})
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public sealed interface ClientFrame {
  /// The largest whole number that JSON readers of every language keep exactly (RFC 8259 section
  /// 6).
  long NUMBER_MAX = (1L << 53) - 1;

  /// The first frame, within 5 s. `connection` rises with every connection of the device; the
  /// highest wins.
  record Attach(String token, long connection) implements ClientFrame {
    public Attach {
      require(token, "token");
      if (connection < 1) {
        throw new IllegalArgumentException("connection must be at least 1: " + connection);
      }
    }
  }

  /// A fresh access token of the same user and device, before the present one expires.
  record Token(String token) implements ClientFrame {
    public Token {
      require(token, "token");
    }
  }

  /// A message. `id` is the client's own, `n` its number among those of this device in this
  /// conversation (0 or absent: not numbered), `media` the tickets that media-ingest gave for what
  /// it carries. A message that carries something needs no text.
  record Send(
      UUID conversation,
      String id,
      long n,
      String text,
      long replyTo,
      List<UUID> mentions,
      List<String> media)
      implements ClientFrame {
    public Send {
      require(conversation, "conversation");
      require(id, "id");
      mentions = listOrEmpty(mentions);
      media = listOrEmpty(media);
      if (text == null && !media.isEmpty()) {
        text = "";
      }
      require(text, "text");
      if (n < 0 || n > NUMBER_MAX) {
        throw new IllegalArgumentException("n must be at least 0 and below 2^53: " + n);
      }
      if (replyTo < 0) {
        throw new IllegalArgumentException("replyTo must not be negative: " + replyTo);
      }
    }

    /// A plain text.
    public static Send of(UUID conversation, String id, long n, String text) {
      return new Send(conversation, id, n, text, 0, List.of(), List.of());
    }
  }

  /// Everything up to this seq has reached the device.
  record Delivered(UUID conversation, long upTo) implements ClientFrame {
    public Delivered {
      require(conversation, "conversation");
      requireSeq(upTo);
    }
  }

  /// Everything up to this seq was shown to the person (and so has been delivered).
  record Read(UUID conversation, long upTo) implements ClientFrame {
    public Read {
      require(conversation, "conversation");
      requireSeq(upTo);
    }
  }

  /// Whose presence to tell from now on, instead of those named before; empty: nobody's.
  record Watch(List<UUID> users) implements ClientFrame {
    public Watch {
      users = listOrEmpty(users);
      if (users.size() > Bounds.WATCHED_USERS_MAX) {
        throw new IllegalArgumentException(
            "at most %d users: %d".formatted(Bounds.WATCHED_USERS_MAX, users.size()));
      }
    }
  }

  /// The person is writing.
  record Typing(UUID conversation) implements ClientFrame {
    public Typing {
      require(conversation, "conversation");
    }
  }

  /// Answered by `pong`: for clients, such as browsers, that cannot send a WebSocket ping.
  record Ping() implements ClientFrame {}

  private static void require(@Nullable Object value, String field) {
    if (value == null) {
      throw new IllegalArgumentException(field + " is missing");
    }
  }

  private static void requireSeq(long upTo) {
    if (upTo < 1 || upTo > NUMBER_MAX) {
      throw new IllegalArgumentException("upTo must be at least 1 and below 2^53: " + upTo);
    }
  }

  private static <T> List<T> listOrEmpty(@Nullable List<T> list) {
    return list == null ? List.of() : List.copyOf(list);
  }
}
