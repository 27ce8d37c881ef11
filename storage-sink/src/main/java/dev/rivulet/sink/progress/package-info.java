/// How far each partition is stored: `sink_progress ((topic, partition), generation)`.
@NullMarked
package dev.rivulet.sink.progress;

import org.jspecify.annotations.NullMarked;
