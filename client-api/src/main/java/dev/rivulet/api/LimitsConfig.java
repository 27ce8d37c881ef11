package dev.rivulet.api;

import dev.rivulet.runtime.Default;
import dev.rivulet.runtime.Doc;
import dev.rivulet.runtime.Require;

/// How often something may be tried per minute. The defaults suit a machine of one's own, where all
/// users share one address; a service on the internet sets them lower.
public record LimitsConfig(
    @Doc("Sign-ups from one address, per minute") @Default("3000") int signUpsByAddress,
    @Doc("Log-ins from one address, per minute") @Default("3000") int loginsByAddress,
    @Doc("Log-ins with one handle, per minute") @Default("60") int loginsByHandle,
    @Doc("Commands of one user over HTTP, per minute") @Default("1200") int commandsByUser,
    @Doc("Requests of one user over HTTP, per minute") @Default("12000") int requestsByUser,
    @Doc("Requests of one device over HTTP, per minute") @Default("6000") int requestsByDevice,
    @Doc("Exchanges of refresh tokens from one address, per minute") @Default("6000")
        int refreshesByAddress) {
  public LimitsConfig {
    Require.positive("sign-ups-by-address", signUpsByAddress);
    Require.positive("logins-by-address", loginsByAddress);
    Require.positive("logins-by-handle", loginsByHandle);
    Require.positive("commands-by-user", commandsByUser);
    Require.positive("requests-by-user", requestsByUser);
    Require.positive("requests-by-device", requestsByDevice);
    Require.positive("refreshes-by-address", refreshesByAddress);
  }
}
