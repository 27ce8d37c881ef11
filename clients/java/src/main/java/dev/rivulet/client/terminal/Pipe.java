package dev.rivulet.client.terminal;

import dev.rivulet.client.Outcome;
import dev.rivulet.client.RivuletClient;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/// Sends each line of a stream as one message, byte for byte but for the line end, and waits until
/// the outcome of each is known. Empty lines are left out: an empty message does not exist.
final class Pipe {
  private static final int UNDER_WAY_MAX = 1_000;
  private static final int LINE_BYTES_MAX = 1 << 20;

  /// What became of the lines. Without trouble `sent` and `blank` make up all of `lines`.
  record Counts(long lines, long accepted, long sent, long refused, long blank) {
    long lost() {
      return lines - blank - refused - sent;
    }

    boolean complete() {
      return sent + blank == lines;
    }

    @Override
    public String toString() {
      return "lines "
          + lines
          + ", accepted "
          + accepted
          + ", sent "
          + sent
          + ", refused "
          + refused
          + ", blank "
          + blank
          + ", lost "
          + lost();
    }
  }

  private final RivuletClient client;
  private final UUID conversation;
  private final Duration limit;
  private final PrintStream complaints;
  private final Semaphore room = new Semaphore(UNDER_WAY_MAX);
  private final AtomicLong accepted = new AtomicLong();
  private final AtomicLong sent = new AtomicLong();
  private final AtomicLong refused = new AtomicLong();
  private long lines;
  private long blank;

  Pipe(RivuletClient client, UUID conversation, Duration limit, PrintStream complaints) {
    this.client = client;
    this.conversation = conversation;
    this.limit = limit;
    this.complaints = complaints;
  }

  Counts run(InputStream input) throws IOException, InterruptedException {
    boolean moving = finishEarlierRun();
    for (var line = line(input); moving && line != null; line = line(input)) {
      lines++;
      if (line.length == 0) {
        blank++;
      } else {
        moving = send(line);
      }
    }
    // Whoever holds all permits knows that nothing is under way any more.
    for (int back = 0; moving && back < UNDER_WAY_MAX; back++) {
      moving = room();
    }
    return new Counts(lines, accepted.get(), sent.get(), refused.get(), blank);
  }

  /// Lines of a run that was killed were kept; they come before these and are not counted.
  private boolean finishEarlierRun() throws InterruptedException {
    var left = client.restored().join();
    if (!left.isEmpty()) {
      complaints.println(left.size() + " lines of an earlier run are sent first");
    }
    var done = new CountDownLatch(left.size());
    left.forEach(
        message -> {
          var _ = message.outcome().whenComplete((_, _) -> done.countDown());
        });
    long before;
    do {
      before = done.getCount();
      if (done.await(limit.toMillis(), TimeUnit.MILLISECONDS)) {
        return true;
      }
    } while (done.getCount() < before);
    return stuck();
  }

  private boolean send(byte[] line) throws InterruptedException {
    String text;
    try {
      text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(line)).toString();
    } catch (CharacterCodingException notText) {
      refused.incrementAndGet();
      complaints.println("line " + lines + " is not UTF-8");
      return true;
    }
    if (!room()) {
      return false;
    }
    var message = client.send(conversation, text);
    var _ =
        message
            .accepted()
            .thenAccept(
                yes -> {
                  if (yes) {
                    accepted.incrementAndGet();
                  }
                });
    long number = lines;
    var _ = message.outcome().thenAccept(outcome -> settled(outcome, number));
    return true;
  }

  private void settled(Outcome outcome, long number) {
    switch (outcome) {
      case Outcome.Sent _ -> sent.incrementAndGet();
      case Outcome.Refused(String code, var _) -> {
        refused.incrementAndGet();
        complaints.println("line " + number + " was refused: " + code);
      }
    }
    room.release();
  }

  /// Waits as long as anything moves.
  private boolean room() throws InterruptedException {
    long before;
    do {
      before = sent.get() + refused.get() + accepted.get();
      if (room.tryAcquire(limit.toMillis(), TimeUnit.MILLISECONDS)) {
        return true;
      }
    } while (sent.get() + refused.get() + accepted.get() > before);
    return stuck();
  }

  private boolean stuck() {
    complaints.println(
        "nothing moved for "
            + limit.toSeconds()
            + " s: "
            + client.state()
            + " "
            + client.stateDetail());
    return false;
  }

  private static byte @Nullable [] line(InputStream input) throws IOException {
    var line = new ByteArrayOutputStream();
    int next = input.read();
    if (next < 0) {
      return null;
    }
    while (next >= 0 && next != '\n') {
      if (line.size() >= LINE_BYTES_MAX) {
        throw new IOException("a line is longer than " + LINE_BYTES_MAX + " bytes");
      }
      line.write(next);
      next = input.read();
    }
    return line.toByteArray();
  }
}
