package dev.rivulet.api;

import dev.rivulet.api.account.PasswordCost;
import dev.rivulet.api.oidc.Issuer;
import dev.rivulet.runtime.AdminConfig;
import dev.rivulet.runtime.CassandraConfig;
import dev.rivulet.runtime.Configuration;
import dev.rivulet.runtime.Default;
import dev.rivulet.runtime.Doc;
import dev.rivulet.runtime.KafkaConfig;
import dev.rivulet.runtime.MediaKeysConfig;
import dev.rivulet.runtime.RedisConfig;
import dev.rivulet.runtime.Require;
import dev.rivulet.runtime.Section;
import dev.rivulet.token.KeyAlgorithm;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/// Configuration of client-api.
@Section("api")
public record ApiConfig(
    @Doc("Address to listen on") @Default("127.0.0.1") String host,
    @Doc("Port to listen on; 0 takes a free one") @Default("0") int port,
    @Doc("Most open connections") @Default("8000") int connectionsMax,
    @Doc("Most bytes of a request's body") @Default("1048576") int requestBytesMax,
    @Doc("Longest time a request's body may take, and longest silence in between") @Default("30s")
        Duration requestTimeout,
    @Doc("Whether X-Forwarded-For names the client: only behind a balancer that sets it")
        @Default("false")
        boolean trustForwardedFor,
    @Doc("Origins of web pages, besides our own, that may use this server; none by default")
        @Default("")
        List<String> corsOrigins,
    @Doc("Whether people reach this over HTTPS: then cookies are Secure, and HSTS is sent")
        @Default("false")
        boolean https,
    @Doc(
            "WebSocket addresses that pages are told; empty: /v1/ws at the address they came from,"
                + " where a balancer is in front")
        @Default("")
        List<String> gateways,
    @Doc(
            "Where pages send media to and fetch them from, / being where they came from;"
                + " empty: nowhere")
        @Default("")
        String mediaUrl,
    @Doc("Issuer of access tokens") @Default("rivulet") String issuer,
    @Doc("Audience of access tokens") @Default("rivulet") String audience,
    @Doc("How long an access token is valid") @Default("15m") Duration accessTokenLifetime,
    @Doc("How long an unused refresh token is valid") @Default("90d") Duration refreshTokenLifetime,
    @Doc("How long a replaced refresh token still works, for a client whose answer was lost")
        @Default("60s")
        Duration refreshTokenGrace,
    @Doc("File of the token keys, a JWK set; made with mode 0600 when it is missing")
        Path signingKeyFile,
    @Doc("Algorithm of signing keys that are made from now on; the present key is followed by one")
        @Default("ES256")
        KeyAlgorithm signingAlgorithm,
    @Doc("Age at which a signing key is followed by the next") @Default("30d")
        Duration signingKeyRotation,
    @Doc("How long a key is published before it signs: longer than verifiers keep the key set")
        @Default("15m")
        Duration signingKeyLead,
    @Doc("Issuers of OpenID Connect that may log people in, each as ISSUER KEYS-URI AUDIENCE")
        @Default("")
        List<String> oidcIssuers,
    @Doc("How long after it was asked for an erasure reaches conversations") @Default("1m")
        Duration erasureDelay,
    @Doc("Most devices of one user; one more signs out the one unused for longest") @Default("50")
        int devicesMax,
    @Doc("Most entries of one page of history") @Default("200") int historyPageMax,
    @Doc("Most seqs of one range of events") @Default("500") int eventsRangeMax,
    @Doc("Most events of one answer to sync") @Default("500") int syncPageMax,
    @Doc("Most conversations of one page of the list") @Default("500") int conversationsPageMax,
    @Doc("Most statements in flight to Cassandra") @Default("256") int statementsMax,
    PasswordCost password,
    LimitsConfig limits,
    KafkaConfig kafka,
    CassandraConfig cassandra,
    RedisConfig redis,
    MediaKeysConfig mediaKeys,
    OperatorConfig operator,
    AdminConfig admin) {

  public ApiConfig {
    gateways = List.copyOf(gateways);
    Require.port("port", port);
    Require.positive("connections-max", connectionsMax);
    Require.positive("request-bytes-max", requestBytesMax);
    Require.positive("request-timeout", requestTimeout);
    Require.positive("access-token-lifetime", accessTokenLifetime);
    Require.positive("refresh-token-lifetime", refreshTokenLifetime);
    Require.positive("refresh-token-grace", refreshTokenGrace);
    Require.positive("signing-key-rotation", signingKeyRotation);
    Require.positive("signing-key-lead", signingKeyLead);
    Require.positive("erasure-delay", erasureDelay);
    oidcIssuers.forEach(Issuer::parse);
    Require.positive("devices-max", devicesMax);
    Require.positive("history-page-max", historyPageMax);
    Require.positive("events-range-max", eventsRangeMax);
    Require.positive("sync-page-max", syncPageMax);
    Require.positive("conversations-page-max", conversationsPageMax);
    Require.positive("statements-max", statementsMax);
  }

  @Override
  public String toString() {
    return Configuration.printable(this).toString();
  }
}
