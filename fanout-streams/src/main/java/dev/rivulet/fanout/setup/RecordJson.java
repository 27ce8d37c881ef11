package dev.rivulet.fanout.setup;

import com.fasterxml.jackson.core.JsonGenerator;
import com.google.protobuf.ByteString;
import com.google.protobuf.Descriptors.EnumValueDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import dev.rivulet.contracts.id.Ids;
import java.io.IOException;
import java.util.Base64;
import java.util.List;
import java.util.Set;

/// A record for people: fields under their schema names, ids as UUID text, texts as text.
/// (protobuf's own JSON shows every id as base64.)
final class RecordJson {
  private static final String CONTENT = "content";

  /// Fields that hold what people wrote.
  private static final Set<String> WRITTEN = Set.of(CONTENT, "name", "emoji");

  private RecordJson() {}

  static void write(JsonGenerator json, Message message) throws IOException {
    write(json, message, true);
  }

  /// For screens that others may see: of what people wrote only that it is there.
  static void writeWithoutContent(JsonGenerator json, Message message) throws IOException {
    write(json, message, false);
  }

  private static void write(JsonGenerator json, Message message, boolean content)
      throws IOException {
    json.writeStartObject();
    for (var field : message.getAllFields().entrySet()) {
      json.writeFieldName(field.getKey().getName());
      if (!content
          && WRITTEN.contains(field.getKey().getName())
          && !(field.getValue() instanceof Message)) {
        json.writeString("(not shown)");
      } else if (field.getKey().isRepeated()) {
        json.writeStartArray();
        for (var value : (List<?>) field.getValue()) {
          writeValue(json, field.getKey(), value, content);
        }
        json.writeEndArray();
      } else {
        writeValue(json, field.getKey(), field.getValue(), content);
      }
    }
    json.writeEndObject();
  }

  private static void writeValue(
      JsonGenerator json, FieldDescriptor field, Object value, boolean content) throws IOException {
    switch (value) {
      case Message inner -> write(json, inner, content);
      case ByteString bytes -> writeBytes(json, field, bytes);
      case String text -> json.writeString(text);
      case Boolean flag -> json.writeBoolean(flag);
      case Integer number -> json.writeNumber(number);
      case Long number -> json.writeNumber(number);
      case EnumValueDescriptor constant -> json.writeString(constant.getName());
      default -> json.writeString(value.toString());
    }
  }

  private static void writeBytes(JsonGenerator json, FieldDescriptor field, ByteString bytes)
      throws IOException {
    if (field.getName().equals(CONTENT) && bytes.isValidUtf8()) {
      json.writeString(bytes.toStringUtf8());
    } else if (bytes.size() == Ids.BYTES) {
      json.writeString(Ids.uuid(bytes).toString());
    } else if (!bytes.isEmpty() && bytes.size() % Ids.BYTES == 0) {
      json.writeStartArray();
      for (int from = 0; from < bytes.size(); from += Ids.BYTES) {
        json.writeString(Ids.uuid(bytes.substring(from, from + Ids.BYTES)).toString());
      }
      json.writeEndArray();
    } else {
      json.writeString(Base64.getEncoder().encodeToString(bytes.toByteArray()));
    }
  }
}
