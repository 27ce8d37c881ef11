package dev.rivulet.client.loop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SerialLoopTest {
  @Test
  void manyLoopsShareThreadsAndEachKeepsItsOrder() throws Exception {
    try (var scheduler = SerialLoop.scheduler("test", 2)) {
      var loops = IntStream.range(0, 50).mapToObj(_ -> SerialLoop.on(scheduler)).toList();
      var seen = new ArrayList<List<Integer>>();
      loops.forEach(_ -> seen.add(Collections.synchronizedList(new ArrayList<>())));
      var done = new CountDownLatch(50 * 300);
      for (int task = 0; task < 300; task++) {
        int number = task;
        for (int loop = 0; loop < loops.size(); loop++) {
          var list = seen.get(loop);
          loops
              .get(loop)
              .execute(
                  () -> {
                    list.add(number);
                    done.countDown();
                  });
        }
      }
      done.await();
      assertThat(seen)
          .allSatisfy(list -> assertThat(list).isEqualTo(IntStream.range(0, 300).boxed().toList()));
    }
  }

  @Test
  void neverRunsTwoTasksAtOnce() {
    try (var scheduler = SerialLoop.scheduler("test", 4);
        var loop = SerialLoop.on(scheduler)) {
      var running = new AtomicInteger();
      var clash = new AtomicBoolean();
      var done = new AtomicInteger();
      for (int i = 0; i < 5_000; i++) {
        loop.execute(
            () -> {
              if (running.incrementAndGet() > 1 || !loop.inside()) {
                clash.set(true);
              }
              running.decrementAndGet();
              done.incrementAndGet();
            });
      }
      await().until(() -> done.get() == 5_000);
      assertThat(clash).isFalse();
      assertThat(loop.inside()).isFalse();
    }
  }

  @Test
  void goesOnAfterATaskThatFails() {
    try (var loop = SerialLoop.named("test")) {
      var after = new CompletableFuture<Boolean>();
      loop.execute(
          () -> {
            throw new IllegalStateException("told to");
          });
      loop.execute(() -> after.complete(true));
      assertThat(after.join()).isTrue();
    }
  }

  @Test
  void goesOnAfterAnError() {
    try (var loop = SerialLoop.named("test")) {
      var after = new CompletableFuture<Boolean>();
      loop.execute(
          () -> {
            throw new StackOverflowError("told to");
          });
      loop.execute(() -> after.complete(true));
      assertThat(after.orTimeout(10, TimeUnit.SECONDS).join()).isTrue();
    }
  }

  @Test
  void timersRunUnlessCancelled() {
    try (var loop = SerialLoop.named("test")) {
      var cancelled = new AtomicBoolean();
      var after = new CompletableFuture<Boolean>();
      loop.schedule(Duration.ofMillis(20), () -> cancelled.set(true)).cancel();
      loop.schedule(Duration.ofMillis(40), () -> after.complete(true));
      assertThat(after.join()).isTrue();
      assertThat(cancelled).isFalse();
    }
  }
}
