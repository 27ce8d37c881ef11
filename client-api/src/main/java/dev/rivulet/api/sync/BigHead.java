package dev.rivulet.api.sync;

/// The newest event of a big conversation in an inbox partition: where its record lies, and its
/// seq.
public record BigHead(long offset, long seq) {}
