package dev.rivulet.api.http;

import java.util.Arrays;

/// A body that is sent as it is, not as JSON: a page, a script, a document. `bytes` is never
/// changed by anybody who holds it.
@SuppressWarnings("ArrayRecordComponent")
public record RawBody(String mediaType, byte[] bytes) {
  @Override
  public boolean equals(Object other) {
    return other instanceof RawBody(String type, byte[] content)
        && mediaType.equals(type)
        && Arrays.equals(bytes, content);
  }

  @Override
  public int hashCode() {
    return 31 * mediaType.hashCode() + Arrays.hashCode(bytes);
  }

  @Override
  public String toString() {
    return bytes.length + " bytes of " + mediaType;
  }
}
