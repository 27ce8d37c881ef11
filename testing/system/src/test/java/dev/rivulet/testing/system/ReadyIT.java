package dev.rivulet.testing.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.rivulet.client.OutgoingMessage;
import dev.rivulet.stack.ServiceProcess;
import dev.rivulet.stack.Services;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/// Every service says whether it lives and can do its job, and shows its figures.
@ExtendWith(StackExtension.class)
@Timeout(90)
@Order(5)
class ReadyIT {
  private static final Map<String, List<String>> FIGURES =
      Map.of(
          Services.EDGE_GATEWAY,
          List.of(
              "rivulet_gateway_connections ",
              "rivulet_gateway_frames_total{direction=\"in\"}",
              "rivulet_gateway_frames_total{direction=\"out\"}",
              "rivulet_gateway_command_delivery_seconds_bucket{",
              "rivulet_gateway_command_ack_seconds_bucket{",
              "rivulet_gateway_slot_lag "),
          Services.FANOUT,
          List.of("rivulet_fanout_records_total{", "records_lag"),
          Services.ROUTER,
          List.of("rivulet_router_deliveries_total", "records_lag"),
          Services.STORAGE_SINK,
          List.of("rivulet_sink_lag{", "rivulet_sink_delay_seconds"),
          Services.RECEIPT_AGGREGATOR,
          List.of("rivulet_receipt_job_up 1", "rivulet_receipt_checkpoints_completed "),
          Services.CLIENT_API,
          List.of("rivulet_api_requests_seconds_bucket{"));

  private final TestStack stack;

  ReadyIT(TestStack stack) {
    this.stack = stack;
  }

  @Test
  void everyServiceIsLiveReadyAndMeasured() {
    List<Person> people = stack.people(2);
    UUID direct = Talk.newDirect(people.getFirst(), people.getLast());
    Talk.awaitSent(people.getFirst().device().sendMany(direct, 20));
    FIGURES.forEach(
        (service, names) -> {
          for (ServiceProcess process : stack.processes().instances(service)) {
            try (Http admin = new Http(URI.create("http://127.0.0.1:" + process.adminPort()))) {
              assertThat(admin.get("/health/live", null).status()).as(service).isEqualTo(200);
              assertThat(admin.get("/health/ready", null).status()).as(service).isEqualTo(200);
              Http.Answer figures = admin.get("/metrics", null);
              assertThat(figures.status()).as(service).isEqualTo(200);
              assertThat(figures.body()).as(process.name()).contains(names);
            }
          }
        });
    Person.closeAll(people);
  }

  @Test
  void withoutCassandraMessagesFlowAndWhatNeedsItIsNotReady() {
    ServiceProcess api = stack.processes().service(Services.CLIENT_API);
    ServiceProcess sink = stack.processes().service(Services.STORAGE_SINK);
    List<Person> people = stack.people(2);
    UUID direct = Talk.newDirect(people.getFirst(), people.getLast());
    List<OutgoingMessage> messages;
    stack.processes().cassandra().suspend();
    try {
      messages = people.getFirst().device().sendMany(direct, 50);
      people.getLast().device().awaitSeq(direct, 51);
      await("not ready").atMost(Talk.PATIENCE).until(() -> !api.answers() && !sink.answers());
      assertThat(api.answers("/health/live")).isTrue();
      assertThat(messages).noneMatch(it -> it.status() == OutgoingMessage.Status.SENT);
    } finally {
      stack.processes().cassandra().resume();
    }
    await("ready again").atMost(Talk.PATIENCE).until(() -> api.answers() && sink.answers());
    Talk.awaitSent(messages);
    Checker.check(stack, direct, people);
    Person.closeAll(people);
  }
}
