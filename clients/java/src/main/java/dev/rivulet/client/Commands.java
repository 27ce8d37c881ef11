package dev.rivulet.client;

import dev.rivulet.client.api.ApiFailure;
import dev.rivulet.client.loop.EventLoop;
import dev.rivulet.contracts.frame.ConversationEvent;
import dev.rivulet.contracts.frame.ServerFrame;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/// Changes on their way: asked for over HTTP, answered by an event or a refusal.
///
/// Asking again is harmless, because a command is decided once by its id.
final class Commands {
  private static final Duration TIMEOUT = Duration.ofSeconds(30);
  private static final Duration TRIES = Duration.ofSeconds(5);
  private static final long PAUSE_MIN_MILLIS = 100;
  private static final long PAUSE_MAX_MILLIS = 1_000;
  private static final int UNAVAILABLE = 503;

  /// Puts a command into the log.
  interface Request {
    CompletableFuture<Void> send(UUID command);
  }

  private final EventLoop loop;
  private final ConcurrentHashMap<String, CompletableFuture<Outcome>> outcomes =
      new ConcurrentHashMap<>();

  Commands(EventLoop loop) {
    this.loop = loop;
  }

  CompletableFuture<Outcome> perform(Request request) {
    var command = UUID.randomUUID();
    var outcome = expect(command);
    attempt(request, command, outcome, loop.millis() + TRIES.toMillis());
    return outcome;
  }

  void decided(ConversationEvent event) {
    var id = event.id();
    var outcome = id == null ? null : outcomes.get(id);
    if (outcome != null) {
      outcome.complete(new Outcome.Sent(event.seq()));
    }
  }

  /// Returns whether it was one of these.
  boolean refused(ServerFrame.Refused refused) {
    var id = refused.id();
    var outcome = id == null ? null : outcomes.get(id);
    return outcome != null
        && outcome.complete(new Outcome.Refused(refused.code(), refused.detail()));
  }

  /// Before the request, as the outcome may be there before its answer.
  private CompletableFuture<Outcome> expect(UUID command) {
    var outcome = new CompletableFuture<Outcome>();
    var id = command.toString();
    outcomes.put(id, outcome);
    var _ =
        outcome
            .orTimeout(TIMEOUT.toMillis(), TimeUnit.MILLISECONDS)
            .whenComplete((_, _) -> outcomes.remove(id));
    return outcome;
  }

  private void attempt(
      Request request, UUID command, CompletableFuture<Outcome> outcome, long lastTry) {
    loop.when(
        request.send(command),
        _ -> {
          // What became of it comes as an event or a refusal.
        },
        failure -> {
          if (!outcome.isDone() && passing(failure) && loop.millis() < lastTry) {
            var _ =
                loop.schedule(pause(failure), () -> attempt(request, command, outcome, lastTry));
          } else {
            outcome.completeExceptionally(failure);
          }
        });
  }

  private static boolean passing(Throwable failure) {
    return failure instanceof ApiFailure answer && answer.status() == UNAVAILABLE;
  }

  private static Duration pause(Throwable failure) {
    long asked = failure instanceof ApiFailure answer ? answer.retryAfterMillis() : 0;
    return Duration.ofMillis(Math.clamp(asked, PAUSE_MIN_MILLIS, PAUSE_MAX_MILLIS));
  }
}
