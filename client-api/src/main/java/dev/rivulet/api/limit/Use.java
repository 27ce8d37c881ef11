package dev.rivulet.api.limit;

import java.time.Duration;

/// How often a subject has used a budget in the present window, this time included, and how long
/// the window still runs.
record Use(long count, Duration left) {}
