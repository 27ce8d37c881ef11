package dev.rivulet.client.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rivulet.client.Addresses;
import dev.rivulet.client.ClientListener;
import dev.rivulet.client.ClientOptions;
import dev.rivulet.client.RivuletClient;
import dev.rivulet.client.fake.FakeBackend;
import dev.rivulet.client.fake.VirtualTime;
import dev.rivulet.client.fake.Weather;
import dev.rivulet.client.store.Account;
import dev.rivulet.client.store.Change;
import dev.rivulet.client.store.Draft;
import dev.rivulet.client.store.MemoryStore;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PipeTest {
  private final VirtualTime time = new VirtualTime();
  private final FakeBackend backend = new FakeBackend(time, 7);
  private final UUID ann = backend.newId();
  private final UUID group = backend.createGroup(ann, List.of(ann, backend.newId()));
  private final MemoryStore store = new MemoryStore();
  private final ByteArrayOutputStream complaints = new ByteArrayOutputStream();

  PipeTest() {
    var device = backend.newId();
    var name = ann + "/" + device;
    store.save(
        new Change.LoggedIn(
            new Account(
                ann, "ann", "Ann", device, name + "/a", name + "/r", time.millis() + 900_000)));
  }

  @Test
  void everyLineBecomesOneMessageInOrder() throws Exception {
    backend.weather(Weather.FOUL);
    var text =
        IntStream.range(0, 1_500)
            .mapToObj(i -> i % 10 == 0 ? "" : "line " + i + " \f\t ")
            .collect(Collectors.joining("\n"));

    var counts = pipe(text.getBytes(StandardCharsets.UTF_8));

    assertThat(counts).isEqualTo(new Pipe.Counts(1_500, 1_350, 1_350, 0, 150));
    assertThat(counts.complete()).isTrue();
    assertThat(counts.lost()).isZero();
    assertThat(history()).isEqualTo(text.lines().filter(line -> !line.isEmpty()).toList());
  }

  @Test
  void whatIsNoMessageIsRefusedByItsLine() throws Exception {
    var input = new ByteArrayOutputStream();
    input.writeBytes("good\n".getBytes(StandardCharsets.UTF_8));
    input.writeBytes(new byte[] {'b', (byte) 0xff, 'd', '\n'});
    input.writeBytes("x".repeat(70_000).getBytes(StandardCharsets.UTF_8));

    var counts = pipe(input.toByteArray());

    assertThat(counts).isEqualTo(new Pipe.Counts(3, 1, 1, 2, 0));
    assertThat(counts.complete()).isFalse();
    assertThat(complaints.toString(StandardCharsets.UTF_8))
        .contains("line 2 is not UTF-8", "line 3 was refused: too-large");
  }

  @Test
  void linesOfAKilledRunComeFirst() throws Exception {
    store.save(
        new Change.Drafted(new Draft(group, "kept", 1, "from before", 0, List.of(), List.of())));

    var counts = pipe("new".getBytes(StandardCharsets.UTF_8));

    assertThat(counts).isEqualTo(new Pipe.Counts(1, 1, 1, 0, 0));
    assertThat(history()).containsExactly("from before", "new");
    assertThat(complaints.toString(StandardCharsets.UTF_8)).contains("1 lines of an earlier run");
  }

  private List<String> history() {
    return backend.log().events(group).stream()
        .filter(event -> event.text() != null)
        .map(event -> String.valueOf(event.text()))
        .toList();
  }

  private Pipe.Counts pipe(byte[] input) throws Exception {
    var options =
        ClientOptions.of(Addresses.of("http://a.test", "ws://b.test"), backend, time.loop())
            .withStore(store);
    var client = RivuletClient.create(options, new ClientListener() {});
    client.start();
    var pipe =
        new Pipe(
            client,
            group,
            Duration.ofSeconds(20),
            new PrintStream(complaints, true, StandardCharsets.UTF_8));
    var counts =
        CompletableFuture.supplyAsync(
            () -> {
              try {
                return pipe.run(new ByteArrayInputStream(input));
              } catch (java.io.IOException | InterruptedException e) {
                throw new IllegalStateException(e);
              }
            });
    while (!counts.isDone()) {
      time.run(Duration.ofMillis(20));
    }
    return counts.get();
  }
}
