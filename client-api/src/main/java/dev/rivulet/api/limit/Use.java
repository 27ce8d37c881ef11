package dev.rivulet.api.limit;

import java.time.Duration;

/// What became of one use: whether it was within the budget, how many more are now, how long until
/// the bucket is full again, and, if it was refused, until the next one.
record Use(boolean admitted, long remaining, Duration full, Duration next) {}
