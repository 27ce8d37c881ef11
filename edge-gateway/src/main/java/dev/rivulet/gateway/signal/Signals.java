package dev.rivulet.gateway.signal;

import dev.rivulet.contracts.topic.PrivacyTable;

/// What all sessions of a process share of it.
public record Signals(
    PrivacyTable privacy, TypingLog typing, Watches watches, SignalMeters meters) {}
