package dev.rivulet.client;

import dev.rivulet.contracts.frame.ConversationEvent;
import dev.rivulet.contracts.frame.ServerFrame;
import java.lang.System.Logger.Level;

/// A program's listener that may fail without taking with it what comes behind: a sync in the
/// middle, or the answers to other messages.
final class GuardedListener implements ClientListener {
  private static final System.Logger LOG = System.getLogger(GuardedListener.class.getName());

  private final ClientListener listener;

  GuardedListener(ClientListener listener) {
    this.listener = listener;
  }

  @Override
  public void event(ConversationEvent event) {
    guarded(() -> listener.event(event));
  }

  @Override
  public void message(OutgoingMessage message) {
    guarded(() -> listener.message(message));
  }

  @Override
  public void connection(ConnectionState state, String detail) {
    guarded(() -> listener.connection(state, detail));
  }

  @Override
  public void status(ServerFrame.Status status) {
    guarded(() -> listener.status(status));
  }

  @Override
  public void watermark(ServerFrame.Watermark watermark) {
    guarded(() -> listener.watermark(watermark));
  }

  @Override
  public void presence(ServerFrame.Presence presence) {
    guarded(() -> listener.presence(presence));
  }

  @Override
  public void writing(ServerFrame.Writing writing) {
    guarded(() -> listener.writing(writing));
  }

  @Override
  public void refused(ServerFrame.Refused refused) {
    guarded(() -> listener.refused(refused));
  }

  /// The edge to code that is not ours.
  @SuppressWarnings("checkstyle:IllegalCatch")
  private static void guarded(Runnable call) {
    try {
      call.run();
    } catch (RuntimeException theirs) {
      LOG.log(Level.ERROR, "a listener failed", theirs);
    }
  }
}
