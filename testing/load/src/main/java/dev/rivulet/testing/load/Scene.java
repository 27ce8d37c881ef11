package dev.rivulet.testing.load;

import dev.rivulet.client.Addresses;
import dev.rivulet.client.ClientListener;
import dev.rivulet.client.ClientOptions;
import dev.rivulet.client.OutgoingMessage;
import dev.rivulet.client.RivuletClient;
import dev.rivulet.client.loop.SerialLoop;
import dev.rivulet.client.store.MemoryStore;
import dev.rivulet.client.transport.JdkTransport;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/// One who talks in a group of people who only listen.
final class Scene implements AutoCloseable {
  private static final int PATIENCE_SECONDS = 60;

  private final RivuletClient owner;
  private final UUID group;

  private Scene(RivuletClient owner, UUID group) {
    this.owner = owner;
    this.group = group;
  }

  /// Signs the owner up, at these addresses, and makes the group.
  static Scene begin(Target target, Addresses addresses, List<Minted.Guest> guests)
      throws Exception {
    var run = Long.toString(ThreadLocalRandom.current().nextLong(1L << 40), 36);
    var store = new MemoryStore();
    var loop = SerialLoop.on(SerialLoop.scheduler("bench", 1));
    var options =
        ClientOptions.of(addresses, JdkTransport.create(), loop).withStore(store).withoutReceipts();
    var owner = RivuletClient.create(options, new ClientListener() {});
    owner.signUp("o" + run, "bench-password-" + run).join();
    owner.start();
    owner.live().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    var users = guests.stream().map(Minted.Guest::user).toList();
    var group = new Growth(target, owner, store, run).grow(users.size() + 1, users);
    return new Scene(owner, group);
  }

  /// A message that says when it was made, of about that many bytes.
  OutgoingMessage say(int bytes) {
    String stamp = Horde.STAMP + System.nanoTime() + " ";
    return owner.send(group, stamp + "x".repeat(Math.max(0, bytes - stamp.length())));
  }

  /// Talks at a rate for a while.
  void talk(int perSecond, int seconds, int bytes) {
    Pace.run(perSecond, seconds, number -> say(bytes));
  }

  /// Lets what is under way arrive; a measurement takes its time.
  static void pause(int seconds) {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
    for (long left = deadline - System.nanoTime(); left > 0; left = deadline - System.nanoTime()) {
      LockSupport.parkNanos(left);
    }
  }

  @Override
  public void close() {
    owner.close();
  }
}
