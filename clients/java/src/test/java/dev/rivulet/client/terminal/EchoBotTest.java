package dev.rivulet.client.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rivulet.client.Addresses;
import dev.rivulet.client.ClientOptions;
import dev.rivulet.client.RivuletClient;
import dev.rivulet.client.fake.FakeBackend;
import dev.rivulet.client.fake.VirtualTime;
import dev.rivulet.client.store.Account;
import dev.rivulet.client.store.Change;
import dev.rivulet.client.store.MemoryStore;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class EchoBotTest {
  private final VirtualTime time = new VirtualTime();
  private final FakeBackend backend = new FakeBackend(time, 5);
  private final UUID ann = backend.newId();
  private final UUID echo = backend.newId();
  private final UUID group = backend.createGroup(ann, List.of(ann, echo));

  @Test
  void answersOthersOnceAndNeverItself() {
    try (var one = new EchoBot();
        var other = new EchoBot()) {
      one.begin(client(echo, one));
      other.begin(client(ann, other));
      time.run(Duration.ofSeconds(1));
      backend.write(group, ann);
      time.run(Duration.ofMinutes(1));
    }

    assertThat(backend.log().events(group)).as("created, the message, one answer").hasSize(3);
    assertThat(backend.log().events(group).getLast().text()).isEqualTo("echo: written");
  }

  private RivuletClient client(UUID user, EchoBot bot) {
    var device = backend.newId();
    var name = user + "/" + device;
    var store = new MemoryStore();
    store.save(
        new Change.LoggedIn(
            new Account(
                user, "x", "X", device, name + "/a", name + "/r", time.millis() + 900_000)));
    return RivuletClient.create(
        ClientOptions.of(Addresses.of("http://a.test", "ws://b.test"), backend, time.loop())
            .withStore(store)
            .withHistoryMax(0),
        bot);
  }
}
