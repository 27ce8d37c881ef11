package dev.rivulet.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.ThreadFactory;
import org.junit.jupiter.api.Test;

class ThreadsTest {
  @Test
  void threadsAreNumberedAndDoNotKeepTheProcessAlive() {
    ThreadFactory factory = Threads.daemon("sink");

    assertThat(factory.newThread(() -> {})).returns("sink-0", Thread::getName);
    assertThat(factory.newThread(() -> {}))
        .returns("sink-1", Thread::getName)
        .returns(true, Thread::isDaemon)
        .returns(false, Thread::isVirtual);
  }

  @Test
  void virtualThreadsHaveNamesToo() throws InterruptedException {
    assertThat(Threads.virtual("session").newThread(() -> {}))
        .returns("session-0", Thread::getName)
        .returns(true, Thread::isVirtual);

    Thread started = Threads.startVirtual("one", () -> {});
    started.join();
    assertThat(started.getName()).isEqualTo("one");
  }
}
