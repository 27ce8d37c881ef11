package dev.rivulet.gateway;

import dev.rivulet.gateway.signal.SignalLimits;
import dev.rivulet.gateway.websocket.Limits;
import dev.rivulet.runtime.AdminConfig;
import dev.rivulet.runtime.Configuration;
import dev.rivulet.runtime.Default;
import dev.rivulet.runtime.Doc;
import dev.rivulet.runtime.KafkaConfig;
import dev.rivulet.runtime.MediaKeysConfig;
import dev.rivulet.runtime.RedisConfig;
import dev.rivulet.runtime.Require;
import dev.rivulet.runtime.Section;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// How one edge gateway is set up.
@Section("gateway")
public record GatewayConfig(
    @Doc("Address to listen on") @Default("127.0.0.1") String host,
    @Doc("Port for WebSockets; 0 takes a free one") @Default("7001") int port,
    @Doc("What people are shown as this gateway's address; without it host and port")
        Optional<String> address,
    @Doc("Where the public keys of access tokens are: client-api's /.well-known/jwks.json")
        URI jwksUrl,
    @Doc("Issuer that access tokens must name") @Default("rivulet") String issuer,
    @Doc("Audience that access tokens must name") @Default("rivulet") String audience,
    @Doc("Origins that browsers may come from; empty: any") @Default("")
        List<String> allowedOrigins,
    @Doc("Longest wait for the attach frame") @Default("5s") Duration attachTimeout,
    @Doc("Longest wait for the answer to an attach") @Default("30s") Duration attachedTimeout,
    @Doc("Longest wait for the broker's acknowledgement of a command") @Default("900ms")
        Duration commandTimeout,
    @Doc("Bytes of encoded events kept for further sessions") @Default("4194304")
        int encodedBytesMax,
    @Doc("When stopping, clients are told to come back after up to this long") @Default("3s")
        Duration reconnectSpread,
    @Doc("When stopping, longest wait for closing handshakes") @Default("3s") Duration drainTimeout,
    Limits connection,
    SignalLimits signals,
    KafkaConfig kafka,
    RedisConfig redis,
    MediaKeysConfig mediaKeys,
    AdminConfig admin) {
  public GatewayConfig {
    Require.port("port", port);
    allowedOrigins = List.copyOf(allowedOrigins);
    Require.positive("attach-timeout", attachTimeout);
    Require.positive("attached-timeout", attachedTimeout);
    Require.positive("command-timeout", commandTimeout);
    Require.positive("encoded-bytes-max", encodedBytesMax);
    Require.positive("reconnect-spread", reconnectSpread);
    Require.positive("drain-timeout", drainTimeout);
    if (!List.of("http", "https").contains(String.valueOf(jwksUrl.getScheme()))) {
      throw new IllegalArgumentException("jwks-url is not an http address: " + jwksUrl);
    }
  }

  @Override
  public String toString() {
    return Configuration.printable(this).toString();
  }
}
