package dev.rivulet.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class AdminServerTest {
  private final Readiness readiness = new Readiness();
  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final AdminServer admin =
      AdminServer.start(new AdminConfig("127.0.0.1", 0), readiness, registry);
  private final HttpClient http = HttpClient.newHttpClient();

  @AfterEach
  void close() {
    http.close();
    admin.close();
  }

  @Test
  void aProcessThatAnswersIsLive() throws Exception {
    readiness.flag("kafka", "starting");

    HttpResponse<String> response = get("/health/live");

    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(response.body()).isEqualTo("{\"status\":\"up\"}");
  }

  @Test
  void readinessNamesEachCheckAndItsReason() throws Exception {
    readiness.add("cassandra", CheckResult::up);
    Readiness.Flag kafka = readiness.flag("kafka", "no-assignment");

    HttpResponse<String> down = get("/health/ready");
    kafka.up();
    HttpResponse<String> up = get("/health/ready");

    assertThat(down.statusCode()).isEqualTo(503);
    assertThat(down.headers().firstValue("Content-Type")).contains("application/json");
    assertThat(down.body())
        .isEqualTo(
            "{\"status\":\"down\",\"checks\":{\"cassandra\":\"up\",\"kafka\":\"no-assignment\"}}");
    assertThat(up.statusCode()).isEqualTo(200);
    assertThat(up.body())
        .isEqualTo("{\"status\":\"up\",\"checks\":{\"cassandra\":\"up\",\"kafka\":\"up\"}}");
  }

  @Test
  void metricsAreInPrometheusFormatWithThoseOfTheProcess() throws Exception {
    registry.counter("frames", "direction", "in").increment();

    HttpResponse<String> response = get("/metrics");

    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(response.headers().firstValue("Content-Type").orElse(""))
        .startsWith("text/plain; version=0.0.4");
    assertThat(response.body())
        .contains(
            "frames_total{direction=\"in\"} 1.0",
            "jvm_memory_used_bytes{",
            "jvm_gc_",
            "jvm_threads_live_threads ",
            "process_cpu_usage ",
            "process_files_open_files ",
            "process_resident_memory_bytes ");
  }

  @Test
  void whatIsNotThereIsNotFound() throws Exception {
    assertThat(get("/").statusCode()).isEqualTo(404);
    assertThat(get("/metrics/x").statusCode()).isEqualTo(404);
  }

  @Test
  void onlyReadingIsAllowed() throws Exception {
    HttpRequest post =
        HttpRequest.newBuilder(uri("/health/live"))
            .POST(HttpRequest.BodyPublishers.ofString("x"))
            .build();

    assertThat(http.send(post, HttpResponse.BodyHandlers.ofString()).statusCode()).isEqualTo(405);
  }

  @Test
  void aCheckThatThrowsIsAnInternalErrorWithoutDetail() throws Exception {
    readiness.add(
        "kafka",
        () -> {
          throw new IllegalStateException("a detail");
        });

    HttpResponse<String> response = get("/health/ready");

    assertThat(response.statusCode()).isEqualTo(500);
    assertThat(response.body()).isEqualTo("{\"code\":\"internal\"}");
  }

  @Test
  void aTakenPortIsOneClearLine() {
    AdminConfig taken = new AdminConfig("127.0.0.1", admin.port());

    assertThatExceptionOfType(ServiceFailure.class)
        .isThrownBy(() -> AdminServer.start(taken, readiness, registry))
        .withMessageStartingWith("admin port 127.0.0.1:%d cannot be opened: ", admin.port())
        .returns(ServiceFailure.UNAVAILABLE, ServiceFailure::exitCode);
  }

  private HttpResponse<String> get(String path) throws IOException, InterruptedException {
    return http.send(
        HttpRequest.newBuilder(uri(path)).build(), HttpResponse.BodyHandlers.ofString());
  }

  private URI uri(String path) {
    return URI.create("http://127.0.0.1:" + admin.port() + path);
  }
}
