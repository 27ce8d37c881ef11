package dev.rivulet.client;

import dev.rivulet.client.loop.EventLoop;
import dev.rivulet.client.loop.SerialLoop;
import dev.rivulet.client.store.ClientStore;
import dev.rivulet.client.store.MemoryStore;
import dev.rivulet.client.transport.JdkTransport;
import dev.rivulet.client.transport.Transport;
import dev.rivulet.contracts.frame.SubProtocol;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/// What a client is made of.
///
/// @param historyMax how many old events of a conversation a device without a past is given,
///   counted from the newest
/// @param receipts whether the device says by itself what has reached it
/// @param random for jitter; used on the loop alone
/// @param subProtocol how frames are written; the same frames in each
public record ClientOptions(
    Addresses addresses,
    ClientStore store,
    Transport transport,
    EventLoop loop,
    Timings timings,
    long historyMax,
    boolean receipts,
    RandomGenerator random,
    SubProtocol subProtocol) {
  public ClientOptions {
    if (historyMax < 0) {
      throw new IllegalArgumentException("historyMax must not be negative: " + historyMax);
    }
  }

  /// With a network client and a thread of its own, remembering nothing beyond this process.
  public static ClientOptions of(Addresses addresses) {
    return of(addresses, JdkTransport.create(), SerialLoop.named("rivulet-client"));
  }

  /// For many clients in one process: one transport for all, and loops on one scheduler.
  public static ClientOptions of(Addresses addresses, Transport transport, EventLoop loop) {
    return new ClientOptions(
        addresses,
        new MemoryStore(),
        transport,
        loop,
        Timings.DEFAULT,
        Long.MAX_VALUE,
        true,
        new SplittableRandom(),
        SubProtocol.JSON);
  }

  public ClientOptions withStore(ClientStore other) {
    return new ClientOptions(
        addresses, other, transport, loop, timings, historyMax, receipts, random, subProtocol);
  }

  public ClientOptions withTimings(Timings other) {
    return new ClientOptions(
        addresses, store, transport, loop, other, historyMax, receipts, random, subProtocol);
  }

  public ClientOptions withHistoryMax(long events) {
    return new ClientOptions(
        addresses, store, transport, loop, timings, events, receipts, random, subProtocol);
  }

  /// For programs that only measure or watch: nobody learns from them that anything was delivered.
  public ClientOptions withoutReceipts() {
    return new ClientOptions(
        addresses, store, transport, loop, timings, historyMax, false, random, subProtocol);
  }

  public ClientOptions withRandom(RandomGenerator other) {
    return new ClientOptions(
        addresses, store, transport, loop, timings, historyMax, receipts, other, subProtocol);
  }

  /// In binary messages instead of JSON, for example; the transport must speak it.
  public ClientOptions withSubProtocol(SubProtocol other) {
    return new ClientOptions(
        addresses, store, transport, loop, timings, historyMax, receipts, random, other);
  }
}
