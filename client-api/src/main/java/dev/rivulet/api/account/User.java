package dev.rivulet.api.account;

import java.time.Instant;
import java.util.UUID;

/// A person's account.
public record User(UUID id, String handle, String displayName, Instant createdAt) {}
