package dev.rivulet.api.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonMappingException;
import dev.rivulet.contracts.frame.FrameCodec;
import java.io.IOException;

/// Bodies to and from JSON, with the mapper that writes frames: an event is the same bytes here and
/// there.
final class Json {
  private Json() {}

  static byte[] write(Object body) {
    try {
      return FrameCodec.json().writeValueAsBytes(body);
    } catch (JsonProcessingException everyBodyCanBeWritten) {
      throw new IllegalStateException(everyBodyCanBeWritten);
    }
  }

  static <T> T read(byte[] bytes, Class<T> type) {
    try {
      T value = FrameCodec.json().readValue(bytes, type);
      if (value == null) {
        throw Problem.badRequest("the body is null");
      }
      return value;
    } catch (JsonMappingException wrongField) {
      throw Problem.badRequest(reason(wrongField));
    } catch (JsonProcessingException notJson) {
      throw Problem.badRequest("the body is not JSON");
    } catch (IOException neverFromAnArray) {
      throw new IllegalStateException(neverFromAnArray);
    }
  }

  /// Jackson's own words name classes: only the place is told.
  private static String reason(JsonMappingException wrong) {
    StringBuilder place = new StringBuilder();
    for (JsonMappingException.Reference step : wrong.getPath()) {
      if (step.getFieldName() != null) {
        place.append(place.isEmpty() ? "" : ".").append(step.getFieldName());
      }
    }
    return place.isEmpty() ? "the body is not what is expected" : "wrong value in " + place;
  }
}
