package dev.rivulet.testing.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.rivulet.client.Addresses;
import dev.rivulet.client.OutgoingMessage;
import dev.rivulet.servers.ServerProcess;
import dev.rivulet.stack.Balancer;
import dev.rivulet.stack.ServiceProcess;
import dev.rivulet.stack.Services;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.WebSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/// Clients that know one address only, that of HAProxy in front of the whole stack.
@ExtendWith(StackExtension.class)
@Timeout(180)
@Order(8)
@Tag("slow")
class BalancerIT {
  private static Balancer balancer;

  private final TestStack stack;

  BalancerIT(TestStack stack) {
    this.stack = stack;
  }

  @BeforeAll
  static void start(TestStack stack) {
    // Everybody here is one address.
    balancer =
        Balancer.start(
            stack.processes(),
            Balancer.Options.forTests()
                .withLimit("RIVULET_BALANCER_REQUESTS_BY_ADDRESS_MAX", "100000"));
  }

  @AfterAll
  static void stop() {
    balancer.close();
  }

  @Test
  void conversationGoesThroughOneOriginAndSocketsAreSpread() {
    List<Person> people = people(10);
    UUID group = Talk.newGroup(people);
    List<OutgoingMessage> messages = sendFromAll(people, group, 20);
    Talk.awaitSent(messages);
    Checker.check(stack, group, people);
    assertThat(stack.processes().instances(Services.EDGE_GATEWAY))
        .as("leastconn gives each gateway its share")
        .allSatisfy(gateway -> assertThat(sessions(gateway)).isGreaterThanOrEqualTo(4));
    Person.closeAll(people);
  }

  @Test
  void drainingGatewayGetsNoNewSocketsAndItsClientsComeBackElsewhere() {
    List<Person> people = people(8);
    UUID group = Talk.newGroup(people);
    ServiceProcess drained = stack.processes().instances(Services.EDGE_GATEWAY).getLast();
    ServiceProcess other = stack.processes().instances(Services.EDGE_GATEWAY).getFirst();
    List<OutgoingMessage> messages = new ArrayList<>(sendFromAll(people, group, 10));
    drained.stop();
    assertThat(drained.exit().join()).as("ended in order").isEqualTo(143);
    messages.addAll(sendFromAll(people, group, 10));
    people.forEach(person -> person.device().awaitLive());
    Talk.awaitSent(messages);
    awaitState(drained, "DOWN");
    assertThat(sessions(other)).as("everybody is at the other one").isGreaterThanOrEqualTo(8);
    List<Person> late = people(2);
    Checker.check(stack, group, people);

    drained.startAndAwait(Talk.PATIENCE);
    awaitState(drained, "UP");
    List<Person> later = people(4);
    assertThat(sessions(drained)).as("takes part again").isPositive();
    Person.closeAll(people);
    Person.closeAll(late);
    Person.closeAll(later);
  }

  @Test
  void newInstancesTakePartAfterAReloadThatEndsNoSocket() {
    List<Person> people = people(4);
    UUID group = Talk.newGroup(people);
    List<Long> pids = pids();
    stack.processes().scale(Services.EDGE_GATEWAY, 3);
    balancer.update();
    ServiceProcess third = stack.processes().instances(Services.EDGE_GATEWAY).getLast();
    awaitState(third, "UP");
    List<Person> more = people(6);
    assertThat(sessions(third)).isPositive();
    Talk.awaitSent(sendFromAll(people, group, 10));
    Checker.check(stack, group, people);
    Person.closeAll(more);
    stack.processes().scale(Services.EDGE_GATEWAY, 2);
    balancer.update();
    assertThat(pids()).as("nothing was restarted").isEqualTo(pids);
    Person.closeAll(people);
  }

  @Test
  void socketsAndRequestsGoThroughTlsToo() throws Exception {
    try (HttpClient http =
        HttpClient.newBuilder().sslContext(Trust.in(balancer.certificate())).build()) {
      URI keys = balancer.https().resolve("/.well-known/jwks.json");
      var answer = http.send(HttpRequest.newBuilder(keys).build(), BodyHandlers.ofString());
      assertThat(answer.version()).isEqualTo(HttpClient.Version.HTTP_2);
      assertThat(answer.statusCode()).isEqualTo(200);
      URI socket = URI.create("wss://127.0.0.1:" + balancer.https().getPort() + "/v1/ws");
      WebSocket open =
          http.newWebSocketBuilder()
              .subprotocols("rivulet.v1+json")
              .buildAsync(socket, new WebSocket.Listener() {})
              .get(20, TimeUnit.SECONDS);
      assertThat(open.getSubprotocol()).isEqualTo("rivulet.v1+json");
      open.abort();
    }
  }

  @Test
  void adminPathsLeadNowhere() {
    try (Http http = new Http(balancer.http())) {
      assertThat(List.of("/metrics", "/health/ready", "/health/live"))
          .allSatisfy(path -> assertThat(http.get(path, null).status()).isEqualTo(404));
    }
  }

  private List<Person> people(int count) {
    return stack.people(count, new Addresses(balancer.http(), List.of(balancer.gateway())));
  }

  private List<Long> pids() {
    return stack.processes().instances(Services.EDGE_GATEWAY).stream()
        .limit(2)
        .map(ServerProcess::pid)
        .toList();
  }

  private static List<OutgoingMessage> sendFromAll(List<Person> people, UUID group, int each) {
    return people.stream()
        .flatMap(person -> person.device().sendMany(group, each).stream())
        .toList();
  }

  private static int sessions(ServiceProcess gateway) {
    return (int) metric(gateway.adminPort(), "rivulet_gateway_sessions ");
  }

  /// What HAProxy thinks of a server.
  private static void awaitState(ServiceProcess server, String state) {
    String line =
        "haproxy_server_status{proxy=\"gateways\",server=\"%s\",state=\"%s\"} "
            .formatted(server.name(), state);
    await(server.name() + " is " + state)
        .atMost(Talk.PATIENCE)
        .until(() -> metric(balancer.admin().getPort(), line) == 1);
  }

  /// 0 if there is no such line.
  private static double metric(int port, String line) {
    try (Http http = new Http(URI.create("http://127.0.0.1:" + port))) {
      Matcher found =
          Pattern.compile("^" + Pattern.quote(line) + "(\\S+)$", Pattern.MULTILINE)
              .matcher(http.get("/metrics", null).body());
      return found.find() ? Double.parseDouble(found.group(1)) : 0;
    }
  }
}
