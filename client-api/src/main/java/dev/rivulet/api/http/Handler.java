package dev.rivulet.api.http;

/// Answers one kind of request, or throws a [Problem].
@FunctionalInterface
public interface Handler {
  Reply handle(Request request);
}
