package dev.rivulet.api.history;

import com.google.protobuf.ByteString;
import java.util.UUID;

/// A reaction of `user` to the message `seq`, given by the event at `change`, or taken back by it.
public record Reaction(
    long seq, String emoji, UUID user, long change, boolean present, ByteString hiddenFrom) {}
