package dev.rivulet.client.terminal;

import dev.rivulet.client.ClientListener;
import dev.rivulet.client.RivuletClient;
import dev.rivulet.contracts.frame.ConversationEvent;
import org.jspecify.annotations.Nullable;

/// Says back what others say, in every conversation it is in. It answers no other bot: an answer is
/// marked, and what is marked gets none.
final class EchoBot implements ClientListener, AutoCloseable {
  static final String MARK = "echo: ";

  private volatile @Nullable RivuletClient client;

  void begin(RivuletClient with) {
    client = with;
    with.start();
  }

  @Override
  public void event(ConversationEvent event) {
    var known = client;
    var text = event.text();
    if (known == null || text == null || !ConversationEvent.MESSAGE.equals(event.kind())) {
      return;
    }
    if (!known.self().equals(event.user()) && !text.startsWith(MARK)) {
      var _ = known.send(event.conversation(), MARK + text);
    }
  }

  @Override
  public void close() {
    var known = client;
    if (known != null) {
      known.close();
    }
  }
}
