package dev.rivulet.api.token;

import java.util.UUID;

/// Who a request comes from, out of a verified access token.
public record Caller(UUID user, UUID device) {}
