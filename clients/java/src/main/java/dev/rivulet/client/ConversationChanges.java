package dev.rivulet.client;

import dev.rivulet.client.api.ChatApi;
import java.util.Collection;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/// What can be changed in a conversation. The outcome of each says at which seq the change was
/// decided, or why it was not; it fails with an [dev.rivulet.client.api.ApiFailure] when the
/// request itself was not taken, after a few seconds of trying again when something was away or the
/// message is not stored yet.
///
/// The client must be attached to learn the outcome.
public abstract sealed class ConversationChanges permits RivuletClient {
  ConversationChanges() {}

  abstract Commands commands();

  /// All of the HTTP interface, with this client's tokens.
  public abstract ChatApi api();

  /// Adds members to a group.
  public CompletableFuture<Outcome> addMembers(UUID conversation, Collection<UUID> users) {
    return commands().perform(id -> api().addMembers(conversation, users, id));
  }

  /// Removes somebody; oneself is leaving.
  public CompletableFuture<Outcome> removeMember(UUID conversation, UUID user) {
    return commands().perform(id -> api().removeMember(conversation, user, id));
  }

  /// Gives a message of one's own another text.
  public CompletableFuture<Outcome> edit(UUID conversation, long seq, String text) {
    return commands().perform(id -> api().changes().edit(conversation, seq, text, id));
  }

  /// Deletes a message for everyone.
  public CompletableFuture<Outcome> delete(UUID conversation, long seq) {
    return commands().perform(id -> api().changes().delete(conversation, seq, id));
  }

  public CompletableFuture<Outcome> react(UUID conversation, long seq, String emoji) {
    return commands().perform(id -> api().changes().react(conversation, seq, emoji, id));
  }

  /// Takes a reaction back.
  public CompletableFuture<Outcome> unreact(UUID conversation, long seq, String emoji) {
    return commands().perform(id -> api().changes().unreact(conversation, seq, emoji, id));
  }

  public CompletableFuture<Outcome> rename(UUID conversation, String name) {
    return commands().perform(id -> api().changes().rename(conversation, name, id));
  }

  /// Gives a group a picture, the id of a medium; null takes it away.
  public CompletableFuture<Outcome> setPicture(UUID conversation, @Nullable UUID picture) {
    return commands().perform(id -> api().changes().picture(conversation, picture, id));
  }

  /// Whether members who are added from now on see what was said before.
  public CompletableFuture<Outcome> showHistory(UUID conversation, boolean fromTheStart) {
    return commands().perform(id -> api().changes().history(conversation, fromTheStart, id));
  }

  /// `role` is `owner`, `admin` or `member`.
  public CompletableFuture<Outcome> setRole(UUID conversation, UUID user, String role) {
    return commands().perform(id -> api().changes().role(conversation, user, role, id));
  }

  /// Ends a group for good; what was said stays.
  public CompletableFuture<Outcome> closeGroup(UUID conversation) {
    return commands().perform(id -> api().changes().close(conversation, id));
  }

  /// For oneself, on all devices.
  public CompletableFuture<Outcome> mute(UUID conversation, boolean muted) {
    return commands().perform(id -> api().changes().mute(conversation, muted, id));
  }

  /// In a 1:1: what the other sends is not shown to oneself; the other is not told.
  public CompletableFuture<Outcome> block(UUID conversation) {
    return commands().perform(id -> api().changes().block(conversation, true, id));
  }

  public CompletableFuture<Outcome> unblock(UUID conversation) {
    return commands().perform(id -> api().changes().block(conversation, false, id));
  }
}
