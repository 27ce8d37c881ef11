package dev.rivulet.testing.browser;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.microsoft.playwright.Request;
import com.microsoft.playwright.WebSocket;
import com.microsoft.playwright.options.Cookie;
import dev.rivulet.stack.Balancer;
import java.net.URI;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// The page behind HAProxy: one origin for files, requests, sockets and media, over HTTPS.
@Tag("slow")
@Timeout(300)
class BalancerPageIT extends Scene {
  @Test
  void everythingGoesThroughOneOrigin() {
    assumeTrue(Balancer.isPossible(), "no HAProxy or Varnish is installed: apt install them");
    try (Balancer balancer = stack().balancer()) {
      URI door = balancer.https();
      Visitor ann = visitorAt(door, "Ann Miller");
      Set<String> origins = ConcurrentHashMap.newKeySet();
      ann.page().onRequest((Request request) -> origins.add(origin(request.url())));
      ann.page().onWebSocket((WebSocket socket) -> origins.add(origin(socket.url())));
      Visitor bob = visitorAt(door, "Bob Ortiz");
      ann.talkTo(bob);
      ann.say("Through the front door");
      bob.open("Ann Miller");
      bob.reads("Through the front door");
      ann.ticks("Through the front door", Pattern.compile("read"));
      stack().killGateways();
      bob.say("And back after a fall");
      ann.reads("And back after a fall");
      ann.page().reload();
      ann.reads("And back after a fall");
      assertThat(origins)
          .containsExactlyInAnyOrder(
              "https://" + door.getAuthority(), "wss://" + door.getAuthority());
      List<Cookie> cookies = ann.context().cookies(door + "/v1/token");
      assertThat(cookies).singleElement().matches(it -> it.httpOnly && it.path.equals("/v1/token"));
    }
  }

  private static String origin(String address) {
    URI url = URI.create(address);
    return url.getScheme() + "://" + url.getAuthority();
  }
}
