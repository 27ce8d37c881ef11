package dev.rivulet.api.conversation;

import dev.rivulet.api.history.History;
import dev.rivulet.api.history.HistoryStore;
import dev.rivulet.api.http.Problem;
import dev.rivulet.api.http.Reply;
import dev.rivulet.api.http.Request;
import dev.rivulet.api.http.Router;
import dev.rivulet.api.limit.Budget;
import dev.rivulet.api.limit.KeyUses;
import dev.rivulet.api.limit.RateLimits;
import dev.rivulet.api.log.CommandLog;
import dev.rivulet.api.media.Pictures;
import dev.rivulet.api.receipt.WatermarkStore;
import dev.rivulet.api.token.Authentication;
import dev.rivulet.api.token.Caller;
import dev.rivulet.contracts.Bounds;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// `/v1/conversations`, one of them, its members, and what is changed in it.
public final class ConversationResource {
  private static final int PAGE_DEFAULT = 100;

  private final Conversations conversations;
  private final CommandWriter commands;
  private final UserDirectory users;
  private final Openings openings;
  private final RateLimits limits;
  private final Budget commandsByUser;
  private final CommandRequests requests;
  private final MessageResource messages;
  private final SettingsResource settings;
  private final Pictures pictures;
  private final int pageMax;

  /// What conversations need of others; `instance` is this process in the log.
  public record Parts(
      PlaceStore places,
      HistoryStore history,
      WatermarkStore watermarks,
      CommandLog log,
      KeyUses keyUses,
      String instance,
      UserDirectory users,
      Openings openings,
      Pictures pictures,
      RateLimits limits) {}

  /// May somebody open a 1:1 with somebody?
  @FunctionalInterface
  public interface Openings {
    boolean mayOpen(UUID opener, UUID other);
  }

  record OpenBody(@Nullable UUID user, @Nullable String name, @Nullable List<UUID> members) {}

  record AddBody(@Nullable List<UUID> users) {}

  record OpenedView(UUID conversation) {}

  record MembersView(List<Conversations.Member> members) {}

  public ConversationResource(Parts parts, Budget commandsByUser, int pageMax) {
    this.conversations = new Conversations(parts.places(), parts.history(), parts.watermarks());
    this.commands = new CommandWriter(parts.log(), parts.keyUses(), parts.instance());
    this.users = parts.users();
    this.openings = parts.openings();
    this.limits = parts.limits();
    this.commandsByUser = commandsByUser;
    this.requests = new CommandRequests(commands, limits, commandsByUser);
    this.messages = new MessageResource(new History(parts.history()), requests);
    this.settings = new SettingsResource(requests, parts.pictures());
    this.pictures = parts.pictures();
    this.pageMax = pageMax;
  }

  public void routes(Router router, Authentication authentication) {
    router
        .get("/v1/conversations", authentication.required(this::list))
        .post("/v1/conversations", authentication.required(this::open))
        .get("/v1/conversations/{id}", authentication.required(this::one))
        .get("/v1/conversations/{id}/picture", authentication.required(this::picture))
        .get("/v1/conversations/{id}/members", authentication.required(this::members))
        .post("/v1/conversations/{id}/members", authentication.required(this::add))
        .delete("/v1/conversations/{id}/members/{user}", authentication.required(this::remove));
    messages.routes(router, authentication);
    settings.routes(router, authentication);
  }

  private Reply list(Caller caller, Request request) {
    Optional<ListPosition> after =
        request
            .query("after")
            .map(
                text ->
                    ListPosition.decode(text)
                        .orElseThrow(() -> Problem.badRequest("after is not one of ours")));
    long limit = request.number("limit", 1, pageMax).orElse((long) Math.min(PAGE_DEFAULT, pageMax));
    return Reply.ok(conversations.list(caller.user(), after, (int) limit));
  }

  private Reply one(Caller caller, Request request) {
    return Reply.ok(conversations.one(caller.user(), conversation(request)));
  }

  private Reply picture(Caller caller, Request request) {
    ConversationView view = conversations.one(caller.user(), conversation(request));
    return pictures.addresses(Optional.ofNullable(view.picture()));
  }

  private Reply members(Caller caller, Request request) {
    return Reply.ok(new MembersView(conversations.members(caller.user(), conversation(request))));
  }

  private Reply open(Caller caller, Request request) {
    OpenBody body = request.body(OpenBody.class);
    CommandKey key = CommandKey.of(request);
    limits.use(request, commandsByUser, caller.user().toString());
    UUID other = body.user();
    return Reply.created(
        new OpenedView(
            other == null ? createGroup(caller, body, key) : openDirect(caller, other, key)));
  }

  private UUID openDirect(Caller caller, UUID other, CommandKey key) {
    if (other.equals(caller.user())) {
      throw Problem.unprocessable("self", "a 1:1 conversation has two people");
    }
    if (users.existing(List.of(other)).isEmpty()) {
      throw Problem.of(404, "unknown-user");
    }
    if (!openings.mayOpen(caller.user(), other) && !conversations.isOpen(caller.user(), other)) {
      throw Problem.of(403, "contacts-only");
    }
    return commands.openDirect(caller, other, key);
  }

  private UUID createGroup(Caller caller, OpenBody body, CommandKey key) {
    String name = GroupName.of(Request.required(body.name(), "user or name"));
    List<UUID> members = body.members() == null ? List.of() : body.members();
    Set<UUID> others = distinct(members);
    others.remove(caller.user());
    if (others.size() + 1 > Bounds.MEMBERS_MAX) {
      throw tooManyMembers(Bounds.MEMBERS_MAX);
    }
    checkExist(others);
    return commands.createGroup(caller, name, List.copyOf(others), key);
  }

  private Reply add(Caller caller, Request request) {
    UUID conversation = conversation(request);
    Set<UUID> added = distinct(Request.required(request.body(AddBody.class).users(), "users"));
    if (added.isEmpty()) {
      throw Problem.badRequest("users is empty");
    }
    if (added.size() > Bounds.MEMBERS_PER_COMMAND) {
      throw tooManyMembers(Bounds.MEMBERS_PER_COMMAND);
    }
    CommandKey key = CommandKey.of(request);
    limits.use(request, commandsByUser, caller.user().toString());
    checkExist(added);
    commands.addMembers(caller, conversation, added, key);
    return Reply.accepted(new CommandRequests.Answer(key.part(0)));
  }

  private Reply remove(Caller caller, Request request) {
    UUID conversation = conversation(request);
    UUID user = request.id("user", () -> Problem.of(404, "unknown-user"));
    CommandKey key = CommandKey.of(request);
    limits.use(request, commandsByUser, caller.user().toString());
    commands.removeMember(caller, conversation, user, key);
    return Reply.accepted(new CommandRequests.Answer(key.part(0)));
  }

  private static Set<UUID> distinct(List<UUID> ids) {
    if (ids.stream().anyMatch(Objects::isNull)) {
      throw Problem.badRequest("a user id is null");
    }
    return new LinkedHashSet<>(ids);
  }

  private void checkExist(Set<UUID> wanted) {
    if (users.existing(wanted).size() < wanted.size()) {
      throw Problem.unprocessable("unknown-user", "not every user exists");
    }
  }

  private static UUID conversation(Request request) {
    return request.id("id", Problem::unknownConversation);
  }

  private static Problem tooManyMembers(int max) {
    return Problem.unprocessable("too-many-members", "at most " + max);
  }
}
