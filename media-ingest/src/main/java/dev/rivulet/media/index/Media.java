package dev.rivulet.media.index;

import java.time.Instant;
import java.util.UUID;

/// One upload.
///
/// @param name what its sender calls the file; may be empty
/// @param uploadedBytes what counts against its owner's quota
/// @param original SHA-256 of what was uploaded, in hex
/// @param ticketUntil when the last ticket for it expires
public record Media(
    UUID id,
    UUID owner,
    String name,
    long uploadedBytes,
    String original,
    Instant createdAt,
    Instant ticketUntil,
    Content content) {
  public Media withTicketUntil(Instant until) {
    return new Media(id, owner, name, uploadedBytes, original, createdAt, until, content);
  }
}
