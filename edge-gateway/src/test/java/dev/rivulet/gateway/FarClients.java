package dev.rivulet.gateway;

import java.io.BufferedReader;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// Thousands of clients in a process of their own, so that what they take is not counted for the
/// gateway. One thread reads them all; it answers pings, counts bytes and takes the age of frames
/// that carry `t=` and the nanoseconds of their making.
///
/// Commands come by standard input: an attach frame opens a client (`slow ` before it: one that
/// `stall` stops from reading); `count`, `bytes` and `median` (microseconds since the last one) are
/// answered with a number.
public final class FarClients implements Closeable {
  private static final int SLOW_RECEIVE_BYTES = 4096;
  private static final int BUFFER_BYTES = 1 << 16;
  private static final byte[] STAMP = {'t', '='};
  private static final byte[] PONG = RawClient.frame(0x8a, new byte[0]);

  private final Process process;
  private final PrintWriter commands;
  private final BufferedReader answers;

  private FarClients(Process process) {
    this.process = process;
    this.commands = new PrintWriter(process.outputWriter(StandardCharsets.UTF_8), false);
    this.answers = process.inputReader(StandardCharsets.UTF_8);
  }

  static FarClients start(int port) throws IOException {
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    String path = System.getProperty("java.class.path");
    var command =
        List.of(java, "-Xmx400m", "-cp", path, FarClients.class.getName(), String.valueOf(port));
    return new FarClients(
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start());
  }

  void tell(String command) {
    commands.println(command);
  }

  long ask(String command) throws IOException {
    tell(command);
    commands.flush();
    String answer = answers.readLine();
    if (answer == null) {
      throw new IOException("the clients are gone");
    }
    return Long.parseLong(answer);
  }

  @Override
  public void close() {
    process.destroy();
  }

  public static void main(String[] arguments) throws IOException {
    new Crowd(Integer.parseInt(arguments[0])).obey();
  }

  private static final class Crowd {
    private final int port;
    private final Selector selector = Selector.open();
    private final List<SelectionKey> slow = new ArrayList<>();
    private final List<Long> ages = new ArrayList<>();
    private int count;
    private long bytes;

    Crowd(int port) throws IOException {
      this.port = port;
    }

    void obey() throws IOException {
      Thread.ofPlatform().daemon().start(this::readAll);
      var input = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
      for (String line = input.readLine(); line != null; line = input.readLine()) {
        switch (line) {
          case "count" -> System.out.println(count);
          case "bytes" -> System.out.println(bytes());
          case "median" -> System.out.println(median());
          case "stall" -> slow.forEach(SelectionKey::cancel);
          default -> attach(line);
        }
      }
    }

    private void attach(String line) throws IOException {
      boolean stalls = line.startsWith("slow ");
      var channel = SocketChannel.open();
      if (stalls) {
        channel.setOption(StandardSocketOptions.SO_RCVBUF, SLOW_RECEIVE_BYTES);
      }
      channel.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
      channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
      byte[] frame = line.substring(stalls ? 5 : 0).getBytes(StandardCharsets.UTF_8);
      channel.write(ByteBuffer.wrap(RawClient.UPGRADE.getBytes(StandardCharsets.US_ASCII)));
      channel.write(ByteBuffer.wrap(RawClient.frame(0x81, frame)));
      awaitAttached(channel);
      channel.configureBlocking(false);
      var key = channel.register(selector, SelectionKey.OP_READ);
      if (stalls) {
        slow.add(key);
      }
      selector.wakeup();
      count++;
    }

    private static void awaitAttached(SocketChannel channel) throws IOException {
      var text = new StringBuilder();
      var buffer = ByteBuffer.wrap(new byte[1024]);
      while (text.indexOf("\"cursor\"") < 0) {
        if (channel.read(buffer.clear()) < 0) {
          throw new IOException("not attached: " + text);
        }
        text.append(new String(buffer.array(), 0, buffer.position(), StandardCharsets.UTF_8));
      }
    }

    private void readAll() {
      var buffer = ByteBuffer.allocate(BUFFER_BYTES);
      try {
        while (true) {
          selector.select(key -> read(key, buffer));
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    private void read(SelectionKey key, ByteBuffer buffer) {
      try {
        if (!key.isValid() || !(key.channel() instanceof SocketChannel channel)) {
          return;
        }
        int read = channel.read(buffer.clear());
        if (read < 0) {
          key.cancel();
          channel.close();
          return;
        }
        if (read == 2 && buffer.get(0) == (byte) 0x89) {
          channel.write(ByteBuffer.wrap(PONG));
        }
        byte[] begin = new byte[Math.min(read, 1024)];
        buffer.get(0, begin);
        take(begin, read);
      } catch (IOException gone) {
        key.cancel();
      }
    }

    private synchronized void take(byte[] begin, int read) {
      bytes += read;
      for (int at = 0; at + 20 < begin.length; at++) {
        if (begin[at] == STAMP[0] && begin[at + 1] == STAMP[1]) {
          ages.add(System.nanoTime() - number(begin, at + 2));
          return;
        }
      }
    }

    private static long number(byte[] digits, int from) {
      long number = 0;
      for (int at = from; at < digits.length && digits[at] >= '0' && digits[at] <= '9'; at++) {
        number = 10 * number + digits[at] - '0';
      }
      return number;
    }

    private synchronized long bytes() {
      return bytes;
    }

    private synchronized long median() {
      long[] sorted = ages.stream().mapToLong(Long::longValue).sorted().toArray();
      ages.clear();
      return sorted.length == 0 ? -1 : sorted[sorted.length / 2] / 1000;
    }
  }
}
