package dev.rivulet.media.index;

/// One variant, as it is kept.
///
/// @param name as in addresses
/// @param hash SHA-256 of its bytes, in hex: its ETag
/// @param key of its object
public record StoredVariant(String name, String mediaType, long bytes, String hash, String key) {}
