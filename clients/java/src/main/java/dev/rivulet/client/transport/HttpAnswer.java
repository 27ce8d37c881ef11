package dev.rivulet.client.transport;

/// The answer to one request. `retryAfterMillis` is 0 when the server gave none.
public record HttpAnswer(int status, long retryAfterMillis, String body) {}
