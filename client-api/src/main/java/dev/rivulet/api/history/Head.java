package dev.rivulet.api.history;

/// How far a conversation is, as it is stored.
public record Head(
    long seq, long count, long time, int members, boolean direct, GroupState group) {}
