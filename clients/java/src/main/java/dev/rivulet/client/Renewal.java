package dev.rivulet.client;

import dev.rivulet.client.api.ApiFailure;
import dev.rivulet.client.media.MediaApi;
import dev.rivulet.contracts.media.MediaTicket;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/// New tickets for a message that waited longer than its own were good for.
final class Renewal {
  private final Supplier<MediaApi> media;

  Renewal(Supplier<MediaApi> media) {
    this.media = media;
  }

  /// Tickets for the same media. Fails when one of them is not there any more, or not one's own, or
  /// when media-ingest is away.
  CompletableFuture<List<String>> of(List<String> tickets) {
    var result = new CompletableFuture<List<String>>();
    Thread.ofVirtual()
        .name("ticket-renewal")
        .start(
            () -> {
              try {
                result.complete(renewed(tickets));
              } catch (IOException | ApiFailure failed) {
                result.completeExceptionally(failed);
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                result.completeExceptionally(e);
              }
            });
    return result;
  }

  private List<String> renewed(List<String> tickets) throws IOException, InterruptedException {
    List<String> renewed = new ArrayList<>();
    for (String ticket : tickets) {
      UUID id =
          MediaTicket.medium(ticket)
              .orElseThrow(() -> new ApiFailure(404, "unknown-media", "not a ticket", 0));
      renewed.add(media.get().ticket(id).ticket());
    }
    return renewed;
  }
}
