package dev.rivulet.api.sync;

import dev.rivulet.contracts.log.Event;

/// One stored inbox record of a user.
public record InboxRow(long offset, Event event) {}
