package dev.rivulet.fanout.decide;

import org.jspecify.annotations.Nullable;

/// One record of `commands` as the log holds it. `appendTime` is the broker's (LogAppendTime).
// Bytes of the log: never changed, never compared as a record.
@SuppressWarnings("ArrayRecordComponent")
public record CommandRecord(
    int partition, long offset, long appendTime, byte @Nullable [] key, byte @Nullable [] value) {}
