package dev.rivulet.api.account;

import dev.rivulet.runtime.Default;
import dev.rivulet.runtime.Doc;
import dev.rivulet.runtime.Require;

/// What hashing one password costs, and how many at once.
public record PasswordCost(
    @Doc("Argon2id memory in KiB; hashes made with another cost stay valid") @Default("19456")
        int memoryKib,
    @Doc("Argon2id passes over the memory") @Default("2") int iterations,
    @Doc("Argon2id lanes") @Default("1") int parallelism,
    @Doc("Passwords hashed at the same time; one of them is kept for known devices") @Default("2")
        int concurrentMax,
    @Doc("Most passwords waiting to be hashed; one more is answered 429") @Default("128")
        int queueMax) {
  public PasswordCost {
    Require.positive("memory-kib", memoryKib);
    Require.positive("iterations", iterations);
    Require.positive("parallelism", parallelism);
    Require.positive("concurrent-max", concurrentMax);
    Require.positive("queue-max", queueMax);
  }
}
