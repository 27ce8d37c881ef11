package dev.rivulet.testing.system;

import dev.rivulet.servers.RedisServer;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.IntStream;

/// The leases of slots in Redis, read and spoiled from outside.
final class RedisKeys implements AutoCloseable {
  private static final int SLOTS = 16;
  private static final String NOBODY = "nobody";

  private final Socket socket;
  private final BufferedReader answers;

  RedisKeys(RedisServer redis) {
    try {
      socket = new Socket(InetAddress.getLoopbackAddress(), redis.port());
      answers =
          new BufferedReader(
              new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));
      String user = URI.create(redis.uri()).getUserInfo();
      if (user != null) {
        ask("AUTH " + user.substring(user.indexOf(':') + 1));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// The slot that the gateway on this port leases.
  Optional<Integer> slotOf(int port) {
    return slots().stream()
        .filter(slot -> ask("GET gateway:" + ask("GET slot:" + slot)).endsWith(":" + port))
        .findFirst();
  }

  /// Leases every slot that is free to nobody, for a minute and a half.
  void occupyFree() {
    slots().forEach(slot -> ask("SET slot:" + slot + " " + NOBODY + " NX PX 90000"));
  }

  /// Takes that back.
  void freeOccupied() {
    slots().stream()
        .filter(slot -> ask("GET slot:" + slot).equals(NOBODY))
        .forEach(slot -> ask("DEL slot:" + slot));
  }

  /// Loses everything but this: what nobody leases is leased to nobody. In one step, since a
  /// gateway that starts meanwhile must find no other slot free.
  void emptyBut(int slot) {
    ask(
        ("EVAL \"redis.call('FLUSHALL') for slot = 0, %d do if slot ~= %d then"
                + " redis.call('SET', 'slot:' .. slot, '%s', 'PX', 90000) end end\" 0")
            .formatted(SLOTS - 1, slot, NOBODY));
  }

  private static List<Integer> slots() {
    return IntStream.range(0, SLOTS).boxed().toList();
  }

  /// The answer's text; empty for nothing.
  private String ask(String command) {
    try {
      socket.getOutputStream().write((command + "\r\n").getBytes(StandardCharsets.US_ASCII));
      String answer = Objects.requireNonNull(answers.readLine(), "Redis is gone");
      return switch (answer.charAt(0)) {
        case '$' -> answer.equals("$-1") ? "" : Objects.requireNonNull(answers.readLine());
        case '-' -> throw new AssertionError(Arrays.toString(command.split(" ", 2)) + answer);
        default -> answer;
      };
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    try {
      socket.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
