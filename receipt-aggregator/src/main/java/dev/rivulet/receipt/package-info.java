/// Delivered and read watermarks of members, and what senders learn of them.
///
/// [ConversationReceipts] is one conversation's state and all its rules. It is a fold: it reads
/// events in the order of seq and receipts in any order, as often as they come, and its numbers
/// only grow. It reads no clock.
@NullMarked
package dev.rivulet.receipt;

import org.jspecify.annotations.NullMarked;
