package dev.rivulet.api.erasure;

import java.time.Instant;
import java.util.UUID;

/// An account that is to go. `device` asked for it; `leasedUntil` is how long somebody works on it.
record Erasure(UUID user, UUID device, String handle, Instant askedAt, Instant leasedUntil) {}
