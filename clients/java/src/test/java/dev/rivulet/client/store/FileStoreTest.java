package dev.rivulet.client.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileStoreTest {
  private static final UUID CONVERSATION = UUID.randomUUID();
  private static final Account ANN =
      new Account(UUID.randomUUID(), "ann", "Ann", UUID.randomUUID(), "access", "refresh", 77);

  @TempDir Path directory;

  @Test
  void remembersEverything() {
    var draft = draft("m1", 3);
    try (var store = FileStore.open(directory)) {
      store.save(new Change.LoggedIn(ANN));
      store.save(new Change.Connected(12));
      store.save(new Change.CursorMoved("cursor"));
      store.save(new Change.Advanced(CONVERSATION, new Progress(4, 9)));
      store.save(new Change.Drafted(draft));
      store.save(new Change.Drafted(draft("m2", 4)));
      store.save(new Change.Settled(CONVERSATION, "m2"));
    }

    try (var store = FileStore.open(directory)) {
      var state = store.state();
      assertThat(state.account()).contains(ANN);
      assertThat(state.connection()).isEqualTo(12);
      assertThat(state.cursor()).contains("cursor");
      assertThat(state.progress()).isEqualTo(Map.of(CONVERSATION, new Progress(4, 9)));
      assertThat(state.next()).isEqualTo(Map.of(CONVERSATION, 5L));
      assertThat(state.drafts()).containsExactly(draft);
    }
  }

  /// A kill leaves any prefix of what was written.
  @Test
  void survivesAKillAnywhere() throws IOException {
    try (var store = FileStore.open(directory)) {
      store.save(new Change.LoggedIn(ANN));
      for (int i = 1; i <= 5; i++) {
        store.save(new Change.Drafted(draft("Grüße " + i, i)));
      }
    }
    var whole = Files.readAllBytes(directory.resolve(FileStore.CHANGES));
    int before = -1;
    for (int length = 0; length <= whole.length; length += length < 40 ? 1 : 13) {
      var copy = directory.resolve("cut-" + length);
      Files.createDirectory(copy);
      Files.write(copy.resolve(FileStore.CHANGES), java.util.Arrays.copyOf(whole, length));
      try (var store = FileStore.open(copy)) {
        var drafts = store.state().drafts();
        assertThat(drafts.size()).isGreaterThanOrEqualTo(before);
        before = drafts.size();
        store.save(new Change.Connected(5));
      }
      try (var store = FileStore.open(copy)) {
        assertThat(store.state().drafts()).hasSize(before);
        assertThat(store.state().connection()).isEqualTo(5);
      }
    }
    assertThat(before).isGreaterThanOrEqualTo(4);
  }

  /// A disk that was full for a moment: half a line, and the next one glued to it.
  @Test
  void dropsALastLineThatIsNoChangeAndRefusesOneBeforeIt() throws IOException {
    try (var store = FileStore.open(directory)) {
      store.save(new Change.LoggedIn(ANN));
      store.save(new Change.Connected(12));
    }
    var file = directory.resolve(FileStore.CHANGES);
    var whole = Files.readString(file);
    Files.writeString(file, whole + "{\"type\":\"conn{\"type\":\"connected\"}\n");
    try (var store = FileStore.open(directory)) {
      assertThat(store.state().connection()).isEqualTo(12);
      assertThat(store.state().account()).contains(ANN);
    }
    Files.writeString(file, "{\"type\":\"conn\n" + whole);
    assertThatThrownBy(() -> FileStore.open(directory)).hasMessageContaining("no change");
  }

  @Test
  void keepsItsFileSmall() throws IOException {
    try (var store = FileStore.open(directory)) {
      store.save(new Change.LoggedIn(ANN));
      for (int seq = 1; seq <= 20_000; seq++) {
        store.save(new Change.Advanced(CONVERSATION, new Progress(seq, seq)));
      }
      assertThat(Files.size(directory.resolve(FileStore.CHANGES))).isLessThan(1_000_000);
      store.save(new Change.Connected(3));
    }

    try (var store = FileStore.open(directory)) {
      assertThat(store.state().progress())
          .containsEntry(CONVERSATION, new Progress(20_000, 20_000));
      assertThat(store.state().connection()).isEqualTo(3);
    }
  }

  @Test
  void isForItsOwnerAlone() throws IOException {
    var fresh = directory.resolve("a").resolve("b");
    try (var store = FileStore.open(fresh)) {
      store.save(new Change.LoggedIn(ANN));
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(fresh)))
          .isEqualTo("rwx------");
      try (var files = Files.list(fresh)) {
        assertThat(files.toList())
            .allSatisfy(
                file ->
                    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                        .isEqualTo("rw-------"));
      }
    }
  }

  @Test
  void isOpenOnlyOnce() {
    try (var _ = FileStore.open(directory)) {
      assertThatThrownBy(() -> FileStore.open(directory)).isInstanceOf(StoreInUseException.class);
    }
    FileStore.open(directory).close();
  }

  @Test
  void refusesAFileThatIsNotItsOwn() throws IOException {
    Files.writeString(directory.resolve(FileStore.CHANGES), "{}\n{\"change\":\"connected\"}\n");

    assertThatThrownBy(() -> FileStore.open(directory))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining(FileStore.CHANGES);
  }

  @Test
  void forgetsWhatBelongsToAnotherDevice() {
    try (var store = FileStore.open(directory)) {
      store.save(new Change.LoggedIn(ANN));
      store.save(new Change.Drafted(draft("m1", 1)));
      store.save(new Change.LoggedIn(ANN.with("fresh", "fresh", 99)));
      assertThat(store.state().drafts()).hasSize(1);

      store.save(
          new Change.LoggedIn(
              new Account(ANN.user(), "ann", "Ann", UUID.randomUUID(), "access", "refresh", 77)));
      assertThat(store.state().drafts()).isEmpty();
      assertThat(store.state().next()).isEmpty();
    }
  }

  private static Draft draft(String id, long n) {
    return new Draft(
        CONVERSATION, id, n, "text\n\u2028 of " + id, 0, List.of(), List.of("v1.k.AA.BB"));
  }
}
