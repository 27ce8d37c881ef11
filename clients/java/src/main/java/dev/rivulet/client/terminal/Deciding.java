package dev.rivulet.client.terminal;

import dev.rivulet.client.Outcome;
import dev.rivulet.client.RivuletClient;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;

/// The commands that change something in a conversation. What they did is shown when its event
/// comes; only a refusal is said here.
final class Deciding {
  static final String HELP =
      """
      /reply SEQ TEXT      answer a message; SEQ is the number it is shown with, as #12
      /edit SEQ TEXT       give a message of yours another text
      /delete SEQ          delete a message for everyone
      /react SEQ EMOJI     react to a message; /unreact SEQ EMOJI takes it back
      /rename NAME         call this group something else
      /add NAME ...        add people to this group
      /remove NAME ...     remove people from this group
      /role NAME ROLE      make somebody owner, admin or member
      /leave               leave this group
      /close               close this group for good
      /mute on|off         mute this conversation, for you alone
      /block on|off        block the other, in a conversation of two
      """;

  static final Set<String> COMMANDS =
      Set.of(
          "/edit",
          "/delete",
          "/react",
          "/unreact",
          "/mute",
          "/block",
          "/rename",
          "/add",
          "/remove",
          "/role",
          "/leave",
          "/close");

  private final RivuletClient client;
  private final Directory directory;

  Deciding(RivuletClient client, Directory directory) {
    this.client = client;
    this.directory = directory;
  }

  /// Does one of [#COMMANDS] and waits until it is decided.
  void take(Typed typed, UUID here) {
    switch (typed.name()) {
      case "/edit" -> {
        var message = typed.ofMessage("/edit SEQ TEXT");
        decided(client.edit(here, message.seq(), message.text()));
      }
      case "/delete" -> decided(client.delete(here, seq(typed, "/delete SEQ")));
      case "/react" -> {
        var message = typed.ofMessage("/react SEQ EMOJI");
        decided(client.react(here, message.seq(), message.text()));
      }
      case "/unreact" -> {
        var message = typed.ofMessage("/unreact SEQ EMOJI");
        decided(client.unreact(here, message.seq(), message.text()));
      }
      case "/mute" -> decided(client.mute(here, typed.onOrOff("/mute on|off")));
      case "/block" ->
          decided(typed.onOrOff("/block on|off") ? client.block(here) : client.unblock(here));
      default -> ofGroup(typed, here);
    }
  }

  private void ofGroup(Typed typed, UUID group) {
    switch (typed.name()) {
      case "/rename" -> {
        typed.some("/rename NAME");
        decided(client.rename(group, typed.rest()));
      }
      case "/add" -> decided(client.addMembers(group, users(typed.some("/add NAME ..."))));
      case "/remove" ->
          users(typed.some("/remove NAME ..."))
              .forEach(user -> decided(client.removeMember(group, user)));
      case "/role" -> role(typed, group);
      case "/leave" -> {
        typed.nothing();
        decided(client.leave(group));
      }
      case "/close" -> {
        typed.nothing();
        decided(client.closeGroup(group));
      }
      default -> throw new IllegalArgumentException(typed.name());
    }
  }

  private void role(Typed typed, UUID group) {
    var words = typed.words();
    if (words.size() != 2 || !words.getLast().matches("owner|admin|member")) {
      throw ChatFailure.failed("/role NAME owner|admin|member");
    }
    var user = directory.person(words.getFirst()).user();
    decided(client.setRole(group, user, words.getLast()));
  }

  private static long seq(Typed typed, String usage) {
    var message = typed.ofMessage(usage);
    if (!message.said().isEmpty()) {
      throw ChatFailure.failed(usage);
    }
    return message.seq();
  }

  private List<UUID> users(List<String> names) {
    var users = new ArrayList<UUID>();
    names.forEach(name -> users.add(directory.person(name).user()));
    return users;
  }

  private void decided(CompletableFuture<Outcome> future) {
    if (directory.await(future) instanceof Outcome.Refused refused) {
      throw ChatFailure.failed("refused: " + SafeText.visible(refused.code()));
    }
  }
}
