package dev.rivulet.client.terminal;

import dev.rivulet.client.RivuletClient;
import dev.rivulet.contracts.frame.ConversationEvent;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import java.util.function.Predicate;

/// Reads a conversation's messages from the store.
final class History {
  private static final int PAGE = 200;

  private final RivuletClient client;
  private final Directory directory;

  History(RivuletClient client, Directory directory) {
    this.client = client;
    this.directory = directory;
  }

  /// The newest `count` messages that say something (0: all), oldest first.
  List<ConversationEvent> newest(UUID conversation, int count) {
    return newest(conversation, count, event -> event.text() != null);
  }

  /// The same with those that were deleted.
  List<ConversationEvent> newestWithDeleted(UUID conversation, int count) {
    return newest(conversation, count, _ -> true);
  }

  private List<ConversationEvent> newest(
      UUID conversation, int count, Predicate<ConversationEvent> wants) {
    var newestFirst = new ArrayList<ConversationEvent>();
    int wanted = count == 0 ? Integer.MAX_VALUE : count;
    long before = 0;
    boolean more = true;
    while (more && newestFirst.size() < wanted) {
      var page = directory.await(client.api().history(conversation, before, PAGE));
      page.events().stream()
          .filter(event -> ConversationEvent.MESSAGE.equals(event.kind()) && wants.test(event))
          .limit(wanted - newestFirst.size())
          .forEach(newestFirst::add);
      more = page.more() && !page.events().isEmpty();
      before = page.events().isEmpty() ? 0 : page.events().getLast().seq();
    }
    Collections.reverse(newestFirst);
    return newestFirst;
  }
}
