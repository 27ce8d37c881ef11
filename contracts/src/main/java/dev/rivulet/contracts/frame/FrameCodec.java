package dev.rivulet.contracts.frame;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.util.JsonRecyclerPools;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.deser.std.StdScalarDeserializer;
import com.fasterxml.jackson.databind.exc.InvalidTypeIdException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import dev.rivulet.contracts.id.Ids;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.UUID;

/// Frames to and from the bytes of `rivulet.v1+json`. Safe for use by many threads.
public final class FrameCodec {
  private static final int NESTING_MAX = 8;
  private static final int NUMBER_CHARS_MAX = 20;
  private static final int BUFFERS_KEPT = 64;

  /// Beyond the longest message a gateway takes, so that a long text is refused as too large and
  /// not as unreadable.
  private static final int STRING_CHARS_MAX = 256 << 10;

  private static final JsonMapper JSON = mapper();

  /// What the bytes of a client's frame are.
  public sealed interface Decoded {
    record Frame(ClientFrame frame) implements Decoded {}

    /// Well-formed, but of a type this version does not know.
    record UnknownType(String type) implements Decoded {}

    /// Not a frame. `detail` is written for the client's author and holds nothing of ours.
    record Bad(String detail) implements Decoded {}
  }

  private FrameCodec() {}

  /// The mapper with which HTTP bodies of the same values are read and written.
  public static JsonMapper json() {
    return JSON;
  }

  public static Decoded decode(byte[] bytes) {
    try {
      ClientFrame frame = JSON.readValue(bytes, ClientFrame.class);
      // The JSON value null is read as no object at all.
      return frame == null ? new Decoded.Bad("not a frame") : new Decoded.Frame(frame);
    } catch (InvalidTypeIdException unknown) {
      var type = unknown.getTypeId();
      return type == null ? new Decoded.Bad("type is missing") : new Decoded.UnknownType(type);
    } catch (JsonMappingException wrongField) {
      return new Decoded.Bad(reason(wrongField));
    } catch (JsonProcessingException notJson) {
      return new Decoded.Bad("not JSON");
    } catch (IOException neverFromAnArray) {
      throw new IllegalStateException(neverFromAnArray);
    }
  }

  /// For clients. A frame of a type this version does not know is an exception of Jackson's.
  public static ServerFrame decodeServer(String text) throws JsonProcessingException {
    return JSON.readValue(text, ServerFrame.class);
  }

  public static byte[] encode(ServerFrame frame) {
    return write(frame);
  }

  public static byte[] encode(ClientFrame frame) {
    return write(frame);
  }

  private static byte[] write(Object frame) {
    try {
      return JSON.writeValueAsBytes(frame);
    } catch (JsonProcessingException everyFrameCanBeWritten) {
      throw new IllegalStateException(everyFrameCanBeWritten);
    }
  }

  /// Our own validation speaks in words meant for a client; Jackson's words name classes.
  private static String reason(JsonMappingException wrong) {
    if (wrong.getCause() instanceof IllegalArgumentException ours) {
      return String.valueOf(ours.getMessage());
    }
    var path = new StringBuilder();
    for (var step : wrong.getPath()) {
      if (step.getFieldName() != null) {
        path.append(path.isEmpty() ? "" : ".").append(step.getFieldName());
      }
    }
    return path.isEmpty() ? "not a frame" : "wrong value in " + path;
  }

  private static JsonMapper mapper() {
    var constraints =
        StreamReadConstraints.builder()
            .maxNestingDepth(NESTING_MAX)
            .maxNumberLength(NUMBER_CHARS_MAX)
            .maxStringLength(STRING_CHARS_MAX)
            .build();
    // Jackson keeps 16 KB of buffers per thread by default, for ever: too much for virtual threads,
    // of which each connection has one.
    var factory =
        JsonFactory.builder()
            .streamReadConstraints(constraints)
            .recyclerPool(JsonRecyclerPools.newBoundedPool(BUFFERS_KEPT))
            .build();
    var strict =
        new SimpleModule("strict")
            .addDeserializer(UUID.class, new IdReader())
            .addDeserializer(String.class, new TextReader());
    return JsonMapper.builder(factory)
        .addModule(strict)
        .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
        .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
        .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
        .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
        .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
        .build();
  }

  /// Only the usual text form: Jackson's own reader takes base64 and others, and two spellings of
  /// one id would be two ids to whoever compares text.
  private static final class IdReader extends StdScalarDeserializer<UUID> {
    private static final long serialVersionUID = 1L;

    IdReader() {
      super(UUID.class);
    }

    @Override
    public UUID deserialize(JsonParser parser, DeserializationContext context) throws IOException {
      var id = Ids.parse(parser.getText());
      if (id.isEmpty()) {
        throw JsonMappingException.from(
            parser, "not an id", new IllegalArgumentException("not an id"));
      }
      return id.get();
    }
  }

  /// Only texts, and only well-formed ones: half of a surrogate pair cannot be written as UTF-8,
  /// and would be stored as another text than the one that was sent.
  private static final class TextReader extends StdScalarDeserializer<String> {
    private static final long serialVersionUID = 1L;

    TextReader() {
      super(String.class);
    }

    @Override
    public String deserialize(JsonParser parser, DeserializationContext context)
        throws IOException {
      var text = parser.hasToken(JsonToken.VALUE_STRING) ? parser.getText() : null;
      if (text == null || !StandardCharsets.UTF_8.newEncoder().canEncode(text)) {
        throw JsonMappingException.from(
            parser, "not a text", new IllegalArgumentException("not a text"));
      }
      return text;
    }
  }
}
