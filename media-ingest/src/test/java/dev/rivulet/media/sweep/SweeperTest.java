package dev.rivulet.media.sweep;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rivulet.media.index.Content;
import dev.rivulet.media.index.Media;
import dev.rivulet.media.index.MediaIndex;
import dev.rivulet.media.index.MemoryMediaIndex;
import dev.rivulet.media.index.StoredVariant;
import dev.rivulet.media.store.MemoryObjectStore;
import dev.rivulet.media.upload.MemoryMediaLog;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SweeperTest {
  private static final Instant BEGIN = Instant.parse("2026-03-01T10:00:00Z");
  private static final UUID OWNER = UUID.randomUUID();

  @TempDir Path folder;
  private final MemoryMediaIndex index = new MemoryMediaIndex();
  private final MemoryObjectStore store = new MemoryObjectStore();
  private final MemoryMediaLog log = new MemoryMediaLog();
  private final List<UUID> erased = Collections.synchronizedList(new ArrayList<>());
  private boolean cacheAway;
  private Instant now = BEGIN;
  private Path file;
  private final Sweeper sweeper =
      new Sweeper(
          new Sweeper.Parts(index, store, log, this::erased, () -> now),
          new SweepConfig(
              Duration.ofMinutes(1),
              Duration.ofSeconds(5),
              Duration.ofHours(24),
              Duration.ofMinutes(10)));

  @BeforeEach
  void prepare() throws IOException {
    file = Files.writeString(folder.resolve("file"), "content");
  }

  @Test
  void whatNobodySentGoesAfterADay() {
    UUID media = upload("aa");

    after(Duration.ofHours(23));
    assertThat(index.find(media)).isPresent();
    after(Duration.ofHours(25));

    assertThat(index.find(media)).isEmpty();
    assertThat(store.keys()).isEmpty();
    assertThat(index.original("original-aa")).isEmpty();
    assertThat(log.gone()).contains(media);
  }

  @Test
  void whatAMessageCarriesStays() {
    UUID media = upload("aa");
    index.reference(media);

    after(Duration.ofDays(3));
    after(Duration.ofDays(6));

    assertThat(index.find(media)).isPresent();
    assertThat(store.keys()).hasSize(1);
  }

  @Test
  void whatWasErasedGoesWhenItsTicketIsOver() {
    UUID media = upload("aa");
    index.reference(media);
    after(Duration.ofMinutes(20));
    index.unreference(media, day());

    after(Duration.ofMinutes(65));
    assertThat(index.find(media)).isPresent();
    after(Duration.ofMinutes(75));

    assertThat(index.find(media)).isEmpty();
    assertThat(store.keys()).isEmpty();
  }

  @Test
  void anObjectStaysForItsOtherUsers() {
    UUID first = upload("aa");
    UUID second = upload("aa");
    index.reference(second);

    after(Duration.ofHours(30));

    assertThat(index.find(first)).isEmpty();
    assertThat(index.find(second)).isPresent();
    assertThat(store.keys()).hasSize(1);
  }

  @Test
  void whatAnEndedUploadLeftIsFound() {
    UUID media = UUID.randomUUID();
    index.begin(media, now);
    link("bb", media);

    after(Duration.ofHours(3));
    assertThat(store.keys()).hasSize(1);
    after(Duration.ofDays(3));

    assertThat(store.keys()).isEmpty();
    assertThat(index.objects()).isZero();
  }

  @Test
  void aSweepThatFailedIsDoneAgain() {
    upload("aa");
    now = BEGIN.plus(Duration.ofHours(30));
    store.setAway(true);
    try {
      sweeper.sweep();
    } catch (dev.rivulet.media.store.ObjectStore.StoreAway away) {
      assertThat(index.count()).isZero();
    }
    store.setAway(false);

    after(Duration.ofDays(4));

    assertThat(index.uses(OWNER)).isEmpty();
    assertThat(index.objects()).isZero();
  }

  @Test
  void uploadsOfTheSameContentDuringSweepsNeverLoseIt() throws Exception {
    try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
      for (int round = 0; round < 50; round++) {
        upload("cc");
        now = now.plus(Duration.ofHours(30));
        List<Future<?>> work =
            List.of(
                threads.submit(sweeper::sweep),
                threads.submit(() -> index.reference(upload("cc"))),
                threads.submit(sweeper::sweep));
        for (Future<?> one : work) {
          one.get();
        }
        String key = index.claim("cc", "unused", now).key();
        assertThat(store.keys()).contains(key);
      }
    }
  }

  @Test
  void whatWasErasedIsHiddenAtOnceAndAgainWhenItGoes() {
    UUID media = upload("aa");
    UUID kept = upload("bb");
    index.reference(media);
    index.reference(kept);
    after(Duration.ofMinutes(20));
    assertThat(erased).isEmpty();

    index.unreference(media, day());
    cacheAway = true;
    sweeper.sweep();
    cacheAway = false;
    sweeper.sweep();
    sweeper.sweep();
    assertThat(erased).containsExactly(media);

    after(Duration.ofMinutes(75));
    sweeper.sweep();
    assertThat(erased).containsExactly(media, media);
  }

  private boolean erased(UUID media) {
    if (!cacheAway) {
      erased.add(media);
    }
    return !cacheAway;
  }

  private UUID upload(String hash) {
    UUID media = UUID.randomUUID();
    index.begin(media, now);
    StoredVariant variant = link(hash, media);
    Content content = new Content("image/webp", 1, 1, 0, "", List.of(variant));
    index.rememberOriginal("original-" + hash, content);
    index.add(
        new Media(
            media, OWNER, "", 7, "original-" + hash, now, now.plus(Duration.ofHours(1)), content));
    return media;
  }

  private StoredVariant link(String hash, UUID media) {
    index.link(hash, media);
    String fresh = "objects/" + hash + "-" + UUID.randomUUID();
    MediaIndex.Claim claim = index.claim(hash, fresh, now);
    if (!claim.stored()) {
      store.put(claim.key(), file, "image/webp");
      index.markStored(hash, claim.key());
    }
    return new StoredVariant("display", "image/webp", 7, hash, claim.key());
  }

  private void after(Duration time) {
    now = BEGIN.plus(time);
    sweeper.sweep();
  }

  private long day() {
    return now.getEpochSecond() / 86_400;
  }
}
