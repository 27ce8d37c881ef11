package dev.rivulet.gateway.command;

import dev.rivulet.contracts.id.Ids;
import dev.rivulet.contracts.log.Attachment;
import dev.rivulet.contracts.media.MediaKeys;
import dev.rivulet.contracts.media.MediaTicket;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Reads the tickets of a send: only what media-ingest signed for this very user becomes a fact in
/// the log.
///
/// Whether a ticket has expired is not asked here but by the decider, in the log's time: a message
/// may have been decided long ago and come again only because its sender did not hear of it, and
/// then it must be found to be a duplicate.
public final class MediaTickets {
  private final @Nullable MediaKeys keys;

  private MediaTickets(@Nullable MediaKeys keys) {
    this.keys = keys;
  }

  /// Those of an installation without media: none is valid.
  public static MediaTickets none() {
    return new MediaTickets(null);
  }

  public static MediaTickets of(MediaKeys keys) {
    return new MediaTickets(keys);
  }

  /// The facts of all tickets, in their order; empty if one of them is not valid for this user.
  Optional<List<Attachment>> facts(UUID user, List<String> tickets) {
    var owner = Ids.bytes(user);
    var facts = new ArrayList<Attachment>();
    for (var ticket : tickets) {
      var verified = keys == null ? Optional.<Attachment>empty() : MediaTicket.verify(ticket, keys);
      verified.filter(it -> it.getOwner().equals(owner)).ifPresent(facts::add);
    }
    return facts.size() == tickets.size() ? Optional.of(facts) : Optional.empty();
  }
}
