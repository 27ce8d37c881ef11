package dev.rivulet.runtime;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// A configuration record with a key of each type.
@Section("sample")
record SampleConfig(
    @Doc("A name") String name,
    @Doc("A count") @Default("3") int itemsMax,
    @Doc("A large count") @Default("4000000000") long bytesMax,
    @Doc("A switch") @Default("false") boolean tcpNoDelay,
    @Doc("A share") @Default("0.5") double share,
    @Doc("A wait") @Default("200ms") Duration attachTimeout,
    @Doc("A place") @Default("data/x") Path stateDir,
    @Doc("An address") @Default("http://127.0.0.1/") URI publicUri,
    @Doc("Several names") @Default("") List<String> origins,
    @Doc("A choice") @Default("calm-sea") Mood mood,
    @Doc("A name one may leave out") Optional<String> nickname,
    @Doc("A wait one may leave out") Optional<Duration> grace,
    @Doc("A password") @Secret @Default("") String password,
    Limits limits,
    AdminConfig admin) {

  enum Mood {
    CALM_SEA,
    STORM
  }

  record Limits(@Doc("A rate") @Default("10") int perSecond) {
    Limits {
      Require.positive("per-second", perSecond);
    }
  }
}
