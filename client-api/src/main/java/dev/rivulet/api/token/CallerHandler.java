package dev.rivulet.api.token;

import dev.rivulet.api.http.Reply;
import dev.rivulet.api.http.Request;

/// Answers requests of somebody known.
@FunctionalInterface
public interface CallerHandler {
  Reply handle(Caller caller, Request request);
}
