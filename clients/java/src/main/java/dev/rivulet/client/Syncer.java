package dev.rivulet.client;

import dev.rivulet.client.api.ApiFailure;
import dev.rivulet.client.api.ChatApi;
import dev.rivulet.client.api.Conversation;
import dev.rivulet.client.api.SyncPage;
import dev.rivulet.client.loop.EventLoop;
import dev.rivulet.client.store.Change;
import dev.rivulet.client.store.ClientStore;
import dev.rivulet.contracts.frame.ConversationEvent;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Fetches what this device missed, from its own cursor to that of the latest `attached`.
///
/// The cursor only says "everything before was received", so it is stored page by page during a
/// sync and from live frames only when no sync is under way: an event before the attached cursor
/// does not come live.
final class Syncer {
  private static final Duration PAUSE_MIN = Duration.ofMillis(20);

  /// What a sync brings, and when it is over.
  interface Target {
    void syncing();

    void stored(ConversationEvent event);

    void heads(List<Conversation> conversations);

    /// There are events up to `head`, which this sync does not bring.
    void behind(SyncPage.Head head);

    /// Runs `then` when nothing is behind any more, perhaps at once. Only the latest counts.
    void whenCaughtUp(Runnable then);

    /// Before the cursor moves: what was received is to be remembered. False when some of it cannot
    /// be yet, so that the cursor has to stay.
    boolean remembered();

    void synced();
  }

  private final ChatApi api;
  private final EventLoop loop;
  private final ClientStore store;
  private final Backoff backoff;
  private final Target target;
  private @Nullable String position;
  private @Nullable String upTo;
  private @Nullable String heldLive;
  private boolean complete;
  private boolean asking;
  private boolean unsaved;
  private long epoch;

  Syncer(ChatApi api, EventLoop loop, ClientStore store, Backoff backoff, Target target) {
    this.api = api;
    this.loop = loop;
    this.store = store;
    this.backoff = backoff;
    this.target = target;
  }

  void attached(String cursor) {
    if (upTo == null) {
      position = store.state().cursor().orElse(null);
    }
    upTo = cursor;
    heldLive = null;
    complete = false;
    target.syncing();
    if (!asking) {
      ask();
    }
  }

  void detached() {
    epoch++;
    asking = false;
    complete = false;
    upTo = null;
    heldLive = null;
  }

  void liveCursor(String cursor) {
    if (complete) {
      moveTo(cursor);
    } else {
      heldLive = cursor;
    }
  }

  private void ask() {
    var to = upTo;
    if (to == null) {
      return;
    }
    asking = true;
    long asked = epoch;
    loop.when(
        api.sync(to, position, SyncPage.EVENTS_MAX),
        page -> {
          if (asked == epoch) {
            take(page, to);
          }
        },
        failure -> {
          if (asked == epoch) {
            failed(failure);
          }
        });
  }

  private void take(SyncPage page, String to) {
    backoff.reset();
    if (page.resync()) {
      rebuild(page);
      return;
    }
    page.events().forEach(target::stored);
    page.heads().forEach(target::behind);
    var cursor = page.cursor();
    if (cursor != null) {
      moveTo(cursor);
    }
    if (!page.complete()) {
      goOn(Duration.ofMillis(page.retryAfter()));
    } else {
      catchUp(to);
    }
  }

  private void catchUp(String to) {
    long asked = epoch;
    target.whenCaughtUp(
        () -> {
          if (asked != epoch) {
            return;
          }
          if (to.equals(upTo)) {
            finish();
          } else {
            goOn(Duration.ZERO);
          }
        });
  }

  /// What was missed cannot be told from the inbox: it is told from the heads of all conversations.
  private void rebuild(SyncPage page) {
    long asked = epoch;
    loop.when(
        api.allConversations(),
        conversations -> {
          if (asked == epoch) {
            target.heads(conversations);
            moveTo(page.cursor());
            goOn(PAUSE_MIN);
          }
        },
        failure -> {
          if (asked == epoch) {
            failed(failure);
          }
        });
  }

  private void finish() {
    asking = false;
    complete = true;
    if (heldLive != null) {
      moveTo(heldLive);
      heldLive = null;
    } else if (unsaved) {
      moveTo(position);
    }
    target.synced();
  }

  private void failed(Throwable failure) {
    if (failure instanceof ApiFailure answer && answer.status() == 400) {
      // Our own cursor is not understood: as if we had none.
      moveTo(null);
    }
    goOn(backoff.next());
  }

  private void goOn(Duration pause) {
    long asked = epoch;
    var wait = pause.isZero() ? pause : pause.compareTo(PAUSE_MIN) < 0 ? PAUSE_MIN : pause;
    var _ =
        loop.schedule(
            wait,
            () -> {
              if (asked == epoch) {
                ask();
              }
            });
  }

  private void moveTo(@Nullable String cursor) {
    position = cursor;
    unsaved = !target.remembered();
    if (!unsaved) {
      store.save(new Change.CursorMoved(cursor));
    }
  }
}
