package dev.rivulet.api.presence;

import dev.rivulet.api.conversation.PlaceStore;
import dev.rivulet.api.history.HistoryStore;
import dev.rivulet.api.http.Problem;
import dev.rivulet.api.http.Reply;
import dev.rivulet.api.http.Request;
import dev.rivulet.api.http.Router;
import dev.rivulet.api.token.Authentication;
import dev.rivulet.api.token.Caller;
import dev.rivulet.contracts.Bounds;
import dev.rivulet.contracts.frame.ServerFrame.UserPresence;
import dev.rivulet.contracts.id.Ids;
import dev.rivulet.contracts.presence.PresenceQuestion;
import dev.rivulet.contracts.topic.PrivacyTable;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/// `/v1/presence`. The gateway asks it, too, in the name of whoever watches: so there is one place
/// that decides who may see whom.
public final class PresenceResource {
  private final Acquaintances acquaintances;
  private final PresenceSource source;
  private final PrivacyTable privacy;

  record View(List<UserPresence> users) {}

  public PresenceResource(
      PlaceStore places, HistoryStore history, PresenceSource source, PrivacyTable privacy) {
    this.acquaintances = new Acquaintances(places, history);
    this.source = source;
    this.privacy = privacy;
  }

  public void routes(Router router, Authentication authentication) {
    router.get("/v1/presence", authentication.required(this::show));
  }

  private Reply show(Caller caller, Request request) {
    return Reply.ok(new View(visible(caller.user(), users(request))));
  }

  List<UserPresence> visible(UUID user, Set<UUID> asked) {
    var known = new LinkedHashSet<>(acquaintances.of(user, asked));
    known.removeIf(privacy::hidesPresence);
    var states = source.states(known);
    return known.stream()
        .map(it -> view(it, states.getOrDefault(it, PresenceQuestion.State.OFFLINE)))
        .toList();
  }

  private static UserPresence view(UUID user, PresenceQuestion.State state) {
    Long lastSeen = state.lastSeen() == 0 ? null : state.lastSeen();
    return new UserPresence(user, state.online(), lastSeen);
  }

  private static Set<UUID> users(Request request) {
    Set<UUID> users = new LinkedHashSet<>();
    String text = request.query("users").orElse("");
    for (String one : text.isEmpty() ? new String[0] : text.split(",", -1)) {
      users.add(Ids.parse(one).orElseThrow(() -> Problem.badRequest("users are ids")));
    }
    if (users.isEmpty() || users.size() > Bounds.WATCHED_USERS_MAX) {
      throw Problem.badRequest("users are 1 to " + Bounds.WATCHED_USERS_MAX + " ids");
    }
    return users;
  }
}
