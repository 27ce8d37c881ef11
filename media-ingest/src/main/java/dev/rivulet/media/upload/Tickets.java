package dev.rivulet.media.upload;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.rivulet.contracts.id.Ids;
import dev.rivulet.contracts.log.Attachment;
import dev.rivulet.contracts.media.MediaKeys;
import dev.rivulet.contracts.media.MediaTicket;
import dev.rivulet.media.index.Content;
import dev.rivulet.media.index.Media;
import dev.rivulet.media.index.StoredVariant;
import java.util.List;

/// What an uploader is answered: the facts of his media, and the ticket with which he sends it.
public final class Tickets {
  private final MediaKeys keys;

  public Tickets(MediaKeys keys) {
    this.keys = keys;
  }

  /// As it travels. What is not known is left out.
  @JsonInclude(JsonInclude.Include.NON_DEFAULT)
  record Answer(
      String id,
      String type,
      long size,
      int width,
      int height,
      long durationMs,
      String placeholder,
      String name,
      List<String> variants,
      String ticket,
      long expires) {}

  Answer answer(Media media) {
    Attachment facts = facts(media);
    return new Answer(
        media.id().toString(),
        facts.getType(),
        facts.getSize(),
        facts.getWidth(),
        facts.getHeight(),
        facts.getDurationMs(),
        facts.getPlaceholder(),
        facts.getName(),
        media.content().variants().stream().map(StoredVariant::name).toList(),
        MediaTicket.sign(facts, keys),
        facts.getExpires());
  }

  private static Attachment facts(Media media) {
    Content content = media.content();
    return Attachment.newBuilder()
        .setId(Ids.bytes(media.id()))
        .setOwner(Ids.bytes(media.owner()))
        .setSize(content.variants().getFirst().bytes())
        .setType(content.mediaType())
        .setExpires(media.ticketUntil().toEpochMilli())
        .setWidth(content.width())
        .setHeight(content.height())
        .setPlaceholder(content.placeholder())
        .setDurationMs(content.durationMillis())
        .setName(media.name())
        .build();
  }
}
