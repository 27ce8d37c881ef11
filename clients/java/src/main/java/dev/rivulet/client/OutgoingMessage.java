package dev.rivulet.client;

import dev.rivulet.client.store.Draft;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/// A message on its way. It only moves forward: pending, accepted, then sent or refused.
///
/// The futures complete on the client's thread: what is chained to them must not block there.
public final class OutgoingMessage {
  public enum Status {
    /// Not known to be in the log; kept, and sent again after each attach.
    PENDING,
    /// In the log: it survives the gateway and will be decided.
    ACCEPTED,
    /// Decided and stored.
    SENT,
    REFUSED
  }

  private final CompletableFuture<Boolean> accepted = new CompletableFuture<>();
  private final CompletableFuture<Long> decided = new CompletableFuture<>();
  private final CompletableFuture<Outcome> outcome = new CompletableFuture<>();
  private volatile Draft draft;
  private volatile Status status = Status.PENDING;

  OutgoingMessage(Draft draft) {
    this.draft = draft;
  }

  public UUID conversation() {
    return draft.conversation();
  }

  public String id() {
    return draft.id();
  }

  public String text() {
    return draft.text();
  }

  /// Its number among those of this device in this conversation; may change until it is decided.
  public long n() {
    return draft.n();
  }

  public Status status() {
    return status;
  }

  /// True once it is in the log; false when it was refused before it came there.
  public CompletableFuture<Boolean> accepted() {
    return accepted.copy();
  }

  /// Its seq, once decided (perhaps not stored yet); never completes for a refused one.
  public CompletableFuture<Long> decided() {
    return decided.copy();
  }

  /// The end of it. Completes exceptionally when the client is closed before.
  public CompletableFuture<Outcome> outcome() {
    return outcome.copy();
  }

  /// The outcome as far as it is known now.
  public @Nullable Outcome outcomeNow() {
    return outcome.isCompletedExceptionally() ? null : outcome.getNow(null);
  }

  Draft draft() {
    return draft;
  }

  void renumber(long n) {
    draft = draft.numbered(n);
  }

  /// Whether this is news.
  boolean markAccepted() {
    if (status != Status.PENDING) {
      return false;
    }
    status = Status.ACCEPTED;
    accepted.complete(true);
    return true;
  }

  void markDecided(long seq) {
    decided.complete(seq);
  }

  void markSent(long seq) {
    status = Status.SENT;
    accepted.complete(true);
    decided.complete(seq);
    outcome.complete(new Outcome.Sent(seq));
  }

  void markRefused(String code, @Nullable String detail) {
    status = Status.REFUSED;
    accepted.complete(false);
    outcome.complete(new Outcome.Refused(code, detail));
  }

  void abandon(Throwable why) {
    accepted.completeExceptionally(why);
    decided.completeExceptionally(why);
    outcome.completeExceptionally(why);
  }

  /// Without the text.
  @Override
  public String toString() {
    return "OutgoingMessage[" + id() + ", n=" + n() + ", " + status + ", " + outcomeNow() + "]";
  }
}
