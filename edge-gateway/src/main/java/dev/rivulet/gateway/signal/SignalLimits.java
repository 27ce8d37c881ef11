package dev.rivulet.gateway.signal;

import dev.rivulet.runtime.Default;
import dev.rivulet.runtime.Doc;
import dev.rivulet.runtime.Require;
import java.time.Duration;

/// How much presence and typing may cost.
public record SignalLimits(
    @Doc("How often the presence of watched users is looked up") @Default("2s")
        Duration pollInterval,
    @Doc("How often it is asked anew whom one who watches may see") @Default("30s")
        Duration checkInterval,
    @Doc("Users that the sessions of this gateway watch together; more are left out")
        @Default("50000")
        int watchedMax,
    @Doc("Signs of typing on their way to the log; more are left out") @Default("1000")
        int typingInFlightMax) {
  public SignalLimits {
    Require.positive("poll-interval", pollInterval);
    Require.positive("check-interval", checkInterval);
    Require.positive("watched-max", watchedMax);
    Require.positive("typing-in-flight-max", typingInFlightMax);
  }
}
