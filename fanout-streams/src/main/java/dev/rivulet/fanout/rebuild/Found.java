package dev.rivulet.fanout.rebuild;

import java.util.Optional;

/// What a comparison found in one partition: how many records are equal, and the first difference.
record Found(long equal, Optional<String> difference) {}
