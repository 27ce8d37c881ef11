package dev.rivulet.media.index;

import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/// An upload in pieces.
///
/// @param length of the whole file
/// @param media what it became; empty while it is not complete
public record PartialUpload(
    UUID id,
    UUID owner,
    long length,
    String mediaType,
    String name,
    Instant createdAt,
    Optional<UUID> media) {}
