package dev.rivulet.gateway.presence;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.rivulet.contracts.frame.FrameCodec;
import java.util.Optional;

/// Where one device is: an entry of `where:USER`.
///
/// @param gateway the instance; the entry counts while `gateway:INSTANCE` exists
/// @param since milliseconds since 1970-01-01 UTC
/// @param lastSeen the same; a few minutes coarse
record Place(String gateway, String address, int slot, String session, long since, long lastSeen) {

  String encode() {
    try {
      return FrameCodec.json().writeValueAsString(this);
    } catch (JsonProcessingException everyPlaceCanBeWritten) {
      throw new IllegalStateException(everyPlaceCanBeWritten);
    }
  }

  /// Empty for what another version wrote in another form.
  static Optional<Place> decode(String text) {
    try {
      return Optional.of(FrameCodec.json().readValue(text, Place.class));
    } catch (JsonProcessingException unreadable) {
      return Optional.empty();
    }
  }
}
