package dev.rivulet.sink.consume;

/// What the bytes of a record are.
public sealed interface Read<T> {
  record Value<T>(T value) implements Read<T> {}

  record Unreadable<T>(String reason) implements Read<T> {}
}
