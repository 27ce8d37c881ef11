package dev.rivulet.gateway.websocket;

import dev.rivulet.runtime.Default;
import dev.rivulet.runtime.Doc;
import dev.rivulet.runtime.Require;
import java.time.Duration;
import java.util.List;

/// What one connection may use, and how long it may take.
public record Limits(
    @Doc("Connections held at once; fewer if the descriptor limit less 512 is lower")
        @Default("15000")
        int connectionsMax,
    @Doc("Connections held at once for one IPv4 address or IPv6 /64 network") @Default("2000")
        int connectionsPerAddressMax,
    @Doc(
            "Addresses or networks (10.0.0.0/8) of proxies that name the client in"
                + " X-Forwarded-For; they are not counted themselves")
        @Default("127.0.0.0/8,::1")
        List<String> trustedProxies,
    @Doc("Longest time from accepting a connection to its WebSocket handshake") @Default("10s")
        Duration handshakeTimeout,
    @Doc("Bytes of one message after attach; longer ones close with 1009") @Default("163840")
        int messageBytesMax,
    @Doc("Bytes of the first message, which holds the token") @Default("16384") int attachBytesMax,
    @Doc("Frames that one message may be cut into") @Default("1024") int fragmentsMax,
    @Doc("Frames of any kind from one client in a second; more close with 4029") @Default("5000")
        int framesPerSecondMax,
    @Doc("Bytes from one client in a second; more close with 4029") @Default("16777216")
        int bytesPerSecondMax,
    @Doc("Frames from all connections of one user here in a second; more close with 4029")
        @Default("10000")
        int userFramesPerSecondMax,
    @Doc("Bytes from all connections of one user here in a second; more close with 4029")
        @Default("33554432")
        int userBytesPerSecondMax,
    @Doc("Frames waiting for a client that reads slowly; more close with 1013") @Default("2048")
        int outboundFramesMax,
    @Doc("Bytes waiting for a client that reads slowly; more close with 1013") @Default("262144")
        int outboundBytesMax,
    @Doc("Bytes that the kernel buffers for a client; by itself it would take megabytes")
        @Default("32768")
        int sendBufferBytes,
    @Doc("Silence of the client after which it is sent a ping") @Default("30s")
        Duration pingInterval,
    @Doc("Silence of the client after which it counts as gone") @Default("75s")
        Duration idleTimeout,
    @Doc("Longest time without a byte moving in a write before the connection is cut")
        @Default("6s")
        Duration writeTimeout,
    @Doc("Longest wait for the client's side of a closing handshake") @Default("3s")
        Duration closeTimeout) {
  public Limits {
    Require.positive("connections-max", connectionsMax);
    Require.positive("connections-per-address-max", connectionsPerAddressMax);
    trustedProxies = List.copyOf(trustedProxies);
    Addresses.requireNetworks("trusted-proxies", trustedProxies);
    Require.positive("handshake-timeout", handshakeTimeout);
    Require.positive("message-bytes-max", messageBytesMax);
    Require.positive("attach-bytes-max", attachBytesMax);
    Require.positive("fragments-max", fragmentsMax);
    Require.positive("frames-per-second-max", framesPerSecondMax);
    Require.positive("bytes-per-second-max", bytesPerSecondMax);
    Require.positive("user-frames-per-second-max", userFramesPerSecondMax);
    Require.positive("user-bytes-per-second-max", userBytesPerSecondMax);
    Require.positive("outbound-frames-max", outboundFramesMax);
    Require.positive("outbound-bytes-max", outboundBytesMax);
    Require.positive("send-buffer-bytes", sendBufferBytes);
    Require.positive("ping-interval", pingInterval);
    Require.positive("write-timeout", writeTimeout);
    Require.positive("close-timeout", closeTimeout);
    if (idleTimeout.compareTo(pingInterval) <= 0) {
      throw new IllegalArgumentException(
          "idle-timeout %s is not above ping-interval %s".formatted(idleTimeout, pingInterval));
    }
  }
}
