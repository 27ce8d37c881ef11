/// Conversations: the list of one's own, one of them, its members, and the commands that open,
/// create and change them.
///
/// Nothing is changed here: a command goes to the log, the decider decides, and this service shows
/// what storage-sink stored of it.
@NullMarked
package dev.rivulet.api.conversation;

import org.jspecify.annotations.NullMarked;
