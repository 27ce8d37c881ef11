package dev.rivulet.fanout.decide;

import org.jspecify.annotations.Nullable;

/// One change of the store; a null value removes the key.
// Bytes of the log: never changed, never compared as a record.
@SuppressWarnings("ArrayRecordComponent")
record Write(byte[] key, byte @Nullable [] value) {}
