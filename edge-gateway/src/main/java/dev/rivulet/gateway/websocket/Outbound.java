package dev.rivulet.gateway.websocket;

import dev.rivulet.runtime.Threads;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/// What one connection has yet to write, within bounds, and its one writer: whoever finds the queue
/// idle starts a thread that takes all that waits in one write and ends when nothing is left.
///
/// A close frame is the last: behind it nothing is taken, and once it is out the peer is told that
/// no more will come.
final class Outbound {
  /// What became of a frame.
  enum Fate {
    TAKEN,
    /// Dropped, together with all that waited: the client reads too slowly.
    OVERFLOW,
    /// Dropped: the close frame is in already.
    CLOSED
  }

  private static final int BATCH_BYTES = 32 << 10;

  /// What must get out within the write timeout.
  private static final int PIECE_BYTES = 8 << 10;

  private final Socket socket;
  private final OutputStream output;
  private final Limits limits;
  private final WireMeters meters;

  // What follows is guarded by this.
  private @Nullable ArrayDeque<byte[]> waiting;
  private int bytes;
  private int writingBytes;
  private boolean writing;
  private long writingSince;
  private boolean overflowed;
  private boolean closing;
  private boolean allWritten;
  private long closeBy;

  Outbound(Socket socket, Limits limits, WireMeters meters) throws IOException {
    this.socket = socket;
    this.output = socket.getOutputStream();
    this.limits = limits;
    this.meters = meters;
  }

  synchronized Fate offer(byte[] frame) {
    if (closing || overflowed) {
      return Fate.CLOSED;
    }
    if (full(frame)) {
      // Nothing may follow what is dropped here: a cursor behind it would hide the loss.
      overflowed = true;
      waiting = null;
      bytes = writingBytes;
      meters.overflows.increment();
      return Fate.OVERFLOW;
    }
    enqueue(frame);
    return Fate.TAKEN;
  }

  /// Takes a frame that may as well be left out, while at most a quarter of the room is in use.
  ///
  /// @return whether it was taken
  synchronized boolean offerSpare(byte[] frame) {
    int frames = waiting == null ? 0 : waiting.size();
    if (closing
        || overflowed
        || 4L * frames > limits.outboundFramesMax()
        || 4L * (bytes + frame.length) > limits.outboundBytesMax()) {
      return false;
    }
    enqueue(frame);
    return true;
  }

  /// Takes the close frame.
  ///
  /// @return false if there is one already
  synchronized boolean close(byte[] frame) {
    if (closing) {
      return false;
    }
    closing = true;
    closeBy = System.nanoTime() + limits.closeTimeout().toNanos();
    enqueue(frame);
    return true;
  }

  /// Ends at once; a blocked write fails.
  void abort() {
    synchronized (this) {
      closing = true;
      waiting = null;
      writing = false;
      notifyAll();
    }
    Sockets.close(socket);
  }

  /// Waits until the close frame is out, if there is one, or until the connection is cut: a peer
  /// that sends no more may still read.
  synchronized void awaitCloseWritten() {
    try {
      while (closing && writing) {
        wait();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  synchronized boolean isClosing() {
    return closing;
  }

  /// Whether a write is stuck, or the peer has had its time to answer the close frame.
  synchronized boolean overdue(long now) {
    boolean stuck = writing && now - writingSince > limits.writeTimeout().toNanos();
    if (stuck) {
      meters.stuckWrites.increment();
    }
    return stuck || (closing && now - closeBy > 0);
  }

  /// One frame may always wait, whatever its size.
  private boolean full(byte[] frame) {
    return waiting != null
        && !waiting.isEmpty()
        && (waiting.size() >= limits.outboundFramesMax()
            || bytes + frame.length > limits.outboundBytesMax());
  }

  private void enqueue(byte[] frame) {
    if (waiting == null) {
      waiting = new ArrayDeque<>(4);
    }
    waiting.add(frame);
    bytes += frame.length;
    if (!writing) {
      writing = true;
      writingSince = System.nanoTime();
      Threads.startVirtual("ws-write", this::write);
    }
  }

  private void write() {
    try {
      for (byte[] batch = next(); batch != null; batch = next()) {
        for (int from = 0; from < batch.length; from += PIECE_BYTES) {
          output.write(batch, from, Math.min(PIECE_BYTES, batch.length - from));
          moved();
        }
        meters.bytesOut.increment(batch.length);
      }
      if (allWritten()) {
        socket.shutdownOutput();
      }
    } catch (IOException gone) {
      abort();
    }
  }

  /// Some bytes are out: a slow client is not a stuck one.
  private synchronized void moved() {
    writingSince = System.nanoTime();
  }

  private synchronized boolean allWritten() {
    return allWritten;
  }

  private synchronized byte @Nullable [] next() {
    bytes -= writingBytes;
    writingBytes = 0;
    var frames = waiting;
    if (frames == null || frames.isEmpty()) {
      waiting = null;
      writing = false;
      allWritten = closing;
      notifyAll();
      return null;
    }
    writingSince = System.nanoTime();
    byte[] batch = gather(frames);
    writingBytes = batch.length;
    return batch;
  }

  private byte[] gather(ArrayDeque<byte[]> frames) {
    byte[] first = frames.remove();
    int count = 0;
    int total = first.length;
    for (byte[] frame : frames) {
      if (total + frame.length > BATCH_BYTES) {
        break;
      }
      total += frame.length;
      count++;
    }
    meters.framesOut.increment(count + 1);
    if (count == 0) {
      return first;
    }
    byte[] batch = new byte[total];
    System.arraycopy(first, 0, batch, 0, first.length);
    for (int at = first.length; count > 0; count--) {
      byte[] frame = frames.remove();
      System.arraycopy(frame, 0, batch, at, frame.length);
      at += frame.length;
    }
    return batch;
  }
}
