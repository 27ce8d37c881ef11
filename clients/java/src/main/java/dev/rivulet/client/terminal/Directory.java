package dev.rivulet.client.terminal;

import dev.rivulet.client.RivuletClient;
import dev.rivulet.client.api.ApiFailure;
import dev.rivulet.client.api.Conversation;
import dev.rivulet.client.api.UserProfile;
import dev.rivulet.client.loop.EventLoop;
import dev.rivulet.contracts.Bounds;
import dev.rivulet.contracts.id.Ids;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/// Names and the ids behind them. Waits for the servers, so it is not for the client's thread.
final class Directory {
  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final Duration PAUSE = Duration.ofMillis(250);
  private static final int NOT_FOUND = 404;
  private static final Pattern CALL = Pattern.compile("(?<!\\S)@([a-z][a-z0-9._-]{0,30}[a-z0-9])");

  /// A conversation and what to call it.
  record Room(UUID conversation, String label) {}

  private final RivuletClient client;
  private final Map<UUID, String> handles = new ConcurrentHashMap<>();
  private final Map<UUID, String> labels = new ConcurrentHashMap<>();

  Directory(RivuletClient client) {
    this.client = client;
  }

  /// The handle of a user; part of the id when it cannot be found.
  String handle(UUID user) {
    var known = handles.get(user);
    if (known != null) {
      return known;
    }
    var found = perhaps(() -> client.api().user(user)).map(UserProfile::handle);
    found.ifPresent(handle -> handles.put(user, handle));
    return found.orElse(user.toString().substring(0, 8));
  }

  UserProfile person(String handle) {
    return asked(() -> client.api().userByHandle(handle))
        .orElseThrow(() -> ChatFailure.failed("nobody is called " + SafeText.visible(handle)));
  }

  List<UUID> people(List<String> names) {
    var ids = new ArrayList<UUID>();
    for (var name : names) {
      var user = person(name).user();
      if (!user.equals(client.self())) {
        ids.add(user);
      }
    }
    return ids;
  }

  /// A person's name opens the 1:1; otherwise a group of one's own, by name or id. A group that was
  /// made a moment ago may need another moment to be listed.
  Room room(String name) {
    var id = Ids.parse(name);
    if (id.isPresent()) {
      return new Room(id.get(), label(id.get()));
    }
    if (!name.startsWith("#")) {
      var person = asked(() -> client.api().userByHandle(name));
      if (person.isPresent()) {
        var user = person.get().user();
        if (user.equals(client.self())) {
          throw ChatFailure.failed("that is you");
        }
        return named(await(client.api().openDirect(user)), person.get().handle());
      }
    }
    var wanted = name.startsWith("#") ? name.substring(1) : name;
    long end = System.nanoTime() + PATIENCE.toNanos();
    do {
      var group = group(wanted);
      if (group.isPresent()) {
        return group.get();
      }
    } while (System.nanoTime() < end && pause());
    throw ChatFailure.failed(
        "neither a person nor a group of yours is called " + SafeText.visible(wanted));
  }

  /// The newest group of one's own with that name.
  Optional<Room> group(String name) {
    return await(client.api().allConversations()).stream()
        .filter(one -> one.group() && name.equals(one.name()) && one.leftAt() == null)
        .map(one -> named(one.conversation(), "#" + name))
        .findFirst();
  }

  Room createGroup(String name, List<String> members) {
    return named(await(client.api().createGroup(name, people(members))), "#" + name);
  }

  /// What to call a conversation: `#group`, or the other person.
  String label(UUID conversation) {
    var known = labels.get(conversation);
    if (known != null) {
      return known;
    }
    var label = perhaps(() -> client.api().conversation(conversation)).map(this::label);
    label.ifPresent(text -> labels.put(conversation, text));
    return label.orElse(conversation.toString().substring(0, 8));
  }

  String label(Conversation conversation) {
    if (conversation.group()) {
      var name = conversation.name();
      // A name that was given after one left is not told.
      return "#" + (name == null ? conversation.conversation().toString().substring(0, 8) : name);
    }
    return conversation.members().stream()
        .filter(user -> !user.equals(client.self()))
        .findFirst()
        .map(this::handle)
        .orElse("?");
  }

  /// A group is called something else from now on.
  void renamed(UUID conversation, String name) {
    labels.put(conversation, "#" + name);
  }

  /// Those whom a text calls by `@name`; who does not exist is not called.
  List<UUID> called(String text) {
    var users = new LinkedHashSet<UUID>();
    var names = CALL.matcher(text);
    while (users.size() < Bounds.MENTIONS_MAX && names.find()) {
      var name = names.group(1);
      perhaps(() -> client.api().userByHandle(name)).ifPresent(user -> users.add(user.user()));
    }
    return List.copyOf(users);
  }

  /// The value, or a failure in words for people.
  <T> T await(CompletableFuture<T> future) {
    try {
      return future.join();
    } catch (CompletionException failed) {
      var cause = EventLoop.cause(failed);
      if (cause instanceof TimeoutException) {
        throw ChatFailure.failed("no answer came in time; it may still be done");
      }
      throw cause instanceof ApiFailure answer
          ? ChatFailure.failed("not done: " + SafeText.visible(String.valueOf(answer.getMessage())))
          : failed;
    }
  }

  private Room named(UUID conversation, String label) {
    labels.put(conversation, label);
    return new Room(conversation, label);
  }

  /// Empty also when it cannot be told just now: a line is shown without the name, then.
  private <T> Optional<T> perhaps(Supplier<CompletableFuture<T>> question) {
    try {
      return asked(question);
    } catch (ChatFailure notNow) {
      return Optional.empty();
    }
  }

  /// Empty when there is no such thing.
  private <T> Optional<T> asked(Supplier<CompletableFuture<T>> question) {
    try {
      return Optional.of(question.get().join());
    } catch (CompletionException failed) {
      if (EventLoop.cause(failed) instanceof ApiFailure answer) {
        if (answer.status() == NOT_FOUND || answer.status() == 422) {
          return Optional.empty();
        }
        throw ChatFailure.failed(
            "cannot be looked up: " + SafeText.visible(String.valueOf(answer.getMessage())));
      }
      throw failed;
    }
  }

  private static boolean pause() {
    var _ =
        new CompletableFuture<Void>()
            .completeOnTimeout(null, PAUSE.toMillis(), TimeUnit.MILLISECONDS)
            .join();
    return true;
  }
}
