package dev.rivulet.api.history;

/// A user became a member at `seq`, or ceased to be one.
public record MembershipChange(long seq, boolean joined, boolean owner) {}
