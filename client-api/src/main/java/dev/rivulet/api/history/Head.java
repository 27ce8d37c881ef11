package dev.rivulet.api.history;

import org.jspecify.annotations.Nullable;

/// How far a conversation is, as it is stored.
public record Head(
    long seq, long count, long time, int members, boolean direct, @Nullable String name) {}
