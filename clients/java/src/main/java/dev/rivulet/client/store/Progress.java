package dev.rivulet.client.store;

/// How far one conversation is on this device: everything up to `delivered` was handed over, and
/// everything up to `known` exists, so that what lies between is still to be fetched.
public record Progress(long delivered, long known) {
  public Progress {
    if (delivered < 0 || known < delivered) {
      throw new IllegalArgumentException("delivered " + delivered + ", known " + known);
    }
  }
}
