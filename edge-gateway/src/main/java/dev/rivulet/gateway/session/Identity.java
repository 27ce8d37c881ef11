package dev.rivulet.gateway.session;

import java.util.UUID;

/// Whose session it is.
///
/// @param connection rises with every connection of the device; the highest wins
/// @param since milliseconds since 1970-01-01 UTC
public record Identity(UUID user, UUID device, UUID session, long connection, long since) {}
