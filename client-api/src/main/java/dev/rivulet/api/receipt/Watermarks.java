package dev.rivulet.api.receipt;

/// How far one member is. `delivered` and `read` are what others may know; `ownRead`, and `count`
/// there, what his own devices know. 0 where nothing is known yet.
public record Watermarks(long delivered, long read, long ownRead, long ownReadCount) {
  public static final Watermarks NONE = new Watermarks(0, 0, 0, 0);
}
