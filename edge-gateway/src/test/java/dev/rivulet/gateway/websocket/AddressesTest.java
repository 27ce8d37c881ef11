package dev.rivulet.gateway.websocket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rivulet.gateway.TestEdge;
import java.net.InetAddress;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AddressesTest {
  private final Addresses addresses = new Addresses(2, List.of("10.0.0.0/8", "::1", "192.0.2.7"));

  @Test
  void addressHoldsNoMoreThanItMay() {
    long ann = of("203.0.113.1");
    long bob = of("203.0.113.2");
    assertThat(addresses.enter(ann)).isTrue();
    assertThat(addresses.enter(ann)).isTrue();
    assertThat(addresses.enter(ann)).isFalse();
    assertThat(addresses.enter(bob)).isTrue();
    addresses.leave(ann);
    assertThat(addresses.enter(ann)).isTrue();
  }

  @Test
  void addressThatHoldsNothingIsForgotten() {
    long ann = of("203.0.113.1");
    addresses.enter(ann);
    assertThat(addresses.size()).isOne();
    addresses.leave(ann);
    assertThat(addresses.size()).isZero();
  }

  @Test
  void networkOfOneCustomerIsOneAddress() {
    assertThat(of("2001:db8:1:2:3::4")).isEqualTo(of("2001:db8:1:2:ffff::1"));
    assertThat(of("2001:db8:1:2::1")).isNotEqualTo(of("2001:db8:1:3::1"));
  }

  @Test
  void trustedProxiesAreNotCounted() {
    assertThat(of("10.1.2.3")).isEqualTo(Addresses.NONE);
    assertThat(of("192.0.2.7")).isEqualTo(Addresses.NONE);
    assertThat(of("::1")).isEqualTo(Addresses.NONE);
    assertThat(of("192.0.2.8")).isNotEqualTo(Addresses.NONE);
    assertThat(of("11.1.2.3")).isNotEqualTo(Addresses.NONE);
    for (int count = 0; count < 5; count++) {
      assertThat(addresses.enter(Addresses.NONE)).isTrue();
    }
  }

  @Test
  void lastForwardedAddressIsTheProxysOwnWord() {
    long client = of("203.0.113.9");
    assertThat(addresses.forwarded(List.of("203.0.113.9"))).isEqualTo(client);
    assertThat(addresses.forwarded(List.of("1.2.3.4, 203.0.113.9"))).isEqualTo(client);
    assertThat(addresses.forwarded(List.of("1.2.3.4", "203.0.113.9"))).isEqualTo(client);
    assertThat(addresses.forwarded(List.of("localhost"))).isEqualTo(Addresses.NONE);
    assertThat(addresses.forwarded(List.of())).isEqualTo(Addresses.NONE);
  }

  @ParameterizedTest
  @ValueSource(strings = {"localhost", "10.0.0.0/33", "10.0.0.0/x", "10.0.0.0.0"})
  void whatIsNoNetworkIsRefusedAtStart(String network) {
    assertThatThrownBy(() -> TestEdge.limits("trusted-proxies", network))
        .hasMessageContaining(network);
  }

  private long of(String literal) {
    return addresses.of(InetAddress.ofLiteral(literal));
  }
}
