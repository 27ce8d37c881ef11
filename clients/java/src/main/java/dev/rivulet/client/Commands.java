package dev.rivulet.client;

import dev.rivulet.contracts.frame.ConversationEvent;
import dev.rivulet.contracts.frame.ServerFrame;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/// Changes of membership on their way: asked for over HTTP, answered by an event or a refusal.
final class Commands {
  private static final Duration TIMEOUT = Duration.ofSeconds(30);

  private final ConcurrentHashMap<String, CompletableFuture<Outcome>> outcomes =
      new ConcurrentHashMap<>();

  /// To be called before the request, whose outcome may be there before its answer.
  CompletableFuture<Outcome> expect(UUID command) {
    var outcome = new CompletableFuture<Outcome>();
    var id = command.toString();
    outcomes.put(id, outcome);
    var _ =
        outcome
            .orTimeout(TIMEOUT.toMillis(), TimeUnit.MILLISECONDS)
            .whenComplete((_, _) -> outcomes.remove(id));
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
}
