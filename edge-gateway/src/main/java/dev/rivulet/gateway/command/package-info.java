/// What clients ask: checks before the log, and the way into it. The gateway appends the kinds of
/// command in [CommandLog#APPENDABLE] and no others; whether a command happens is decided behind
/// the log.
@NullMarked
package dev.rivulet.gateway.command;

import org.jspecify.annotations.NullMarked;
