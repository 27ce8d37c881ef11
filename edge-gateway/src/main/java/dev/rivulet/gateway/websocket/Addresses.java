package dev.rivulet.gateway.websocket;

import dev.rivulet.runtime.RateLimitedLog;
import java.math.BigInteger;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.LoggerFactory;

/// How many connections each address holds: an IPv4 address, or the /64 network of an IPv6 one,
/// which is what a provider gives to one customer.
///
/// A trusted proxy counts for nothing itself; it names the client in `X-Forwarded-For`.
final class Addresses {
  /// Of a connection that is counted for no address.
  static final long NONE = 0;

  /// No IPv6 network handed out to anyone begins so; keeps IPv4 addresses apart from those.
  private static final long IPV4 = 0xffff_ffff_0000_0000L;

  private static final RateLimitedLog LOG =
      new RateLimitedLog(LoggerFactory.getLogger(Addresses.class));

  private final int connectionsMax;
  private final List<Network> trusted;
  private final Map<Long, Integer> held = new ConcurrentHashMap<>();

  /// A network as `10.0.0.0/8`, or one address.
  private record Network(BigInteger prefix, int bits, int hostBits) {
    static Network of(String text) {
      int slash = text.indexOf('/');
      var address = InetAddress.ofLiteral(slash < 0 ? text : text.substring(0, slash));
      int bits = Byte.SIZE * address.getAddress().length;
      int length = slash < 0 ? bits : Integer.parseInt(text.substring(slash + 1));
      if (length < 0 || length > bits) {
        throw new IllegalArgumentException("not a network: " + text);
      }
      return new Network(number(address).shiftRight(bits - length), bits, bits - length);
    }

    boolean contains(InetAddress address) {
      return Byte.SIZE * address.getAddress().length == bits
          && number(address).shiftRight(hostBits).equals(prefix);
    }

    private static BigInteger number(InetAddress address) {
      return new BigInteger(1, address.getAddress());
    }
  }

  /// Counts from zero.
  ///
  /// @param trustedProxies addresses or networks
  /// @throws IllegalArgumentException if one of them is neither
  Addresses(int connectionsMax, List<String> trustedProxies) {
    this.connectionsMax = connectionsMax;
    this.trusted = trustedProxies.stream().map(Network::of).toList();
  }

  /// Checks a setting.
  ///
  /// @throws IllegalArgumentException if one of them is neither an address nor a network
  static void requireNetworks(String key, List<String> networks) {
    for (String network : networks) {
      try {
        Network.of(network);
      } catch (IllegalArgumentException neither) {
        throw new IllegalArgumentException(key + " holds no address or network: " + network);
      }
    }
  }

  /// What a connection from there is counted for: [#NONE] for a trusted proxy.
  long of(InetAddress peer) {
    return trusted.stream().anyMatch(it -> it.contains(peer)) ? NONE : key(peer);
  }

  /// What a connection through a trusted proxy is counted for.
  ///
  /// @param forwardedFor the header's values; the last one is the proxy's own word
  long forwarded(List<String> forwardedFor) {
    if (forwardedFor.isEmpty()) {
      return NONE;
    }
    String line = forwardedFor.getLast();
    try {
      return key(InetAddress.ofLiteral(line.substring(line.lastIndexOf(',') + 1).strip()));
    } catch (IllegalArgumentException noAddress) {
      return NONE;
    }
  }

  private static long key(InetAddress address) {
    var bytes = ByteBuffer.wrap(address.getAddress());
    return address instanceof Inet4Address
        ? IPV4 | (bytes.getInt() & 0xffff_ffffL)
        : bytes.getLong();
  }

  /// Counts one more.
  ///
  /// @return false if the address holds as many as it may; it is not counted then
  boolean enter(long address) {
    if (address == NONE) {
      return true;
    }
    int[] before = {0};
    held.compute(
        address,
        (it, count) -> {
          before[0] = count == null ? 0 : count;
          return before[0] == connectionsMax ? count : Integer.valueOf(before[0] + 1);
        });
    boolean entered = before[0] < connectionsMax;
    if (!entered) {
      LOG.warn("address", "an address holds {} connections, it gets no more", connectionsMax);
    }
    return entered;
  }

  /// Counts one less.
  void leave(long address) {
    if (address != NONE) {
      held.computeIfPresent(address, (it, count) -> count == 1 ? null : count - 1);
    }
  }

  /// Addresses that hold connections.
  int size() {
    return held.size();
  }
}
