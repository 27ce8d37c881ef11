package dev.rivulet.testing.conformance;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.util.Map;
import java.util.stream.Stream;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/// Every case on the gateway's port: with its ordinary limits, and what is about large messages
/// again with room for them.
class EdgeConformanceTest {
  private static final EdgeEcho ORDINARY = EdgeEcho.ordinary();
  private static final EdgeEcho ROOMY = EdgeEcho.roomy();

  private static final Map<String, String> DIFFERENCES =
      Map.of("H1.5", "Helidon reads methods in any letter case");

  @AfterAll
  static void close() {
    ORDINARY.close();
    ROOMY.close();
  }

  @TestFactory
  Stream<DynamicTest> conforms() {
    return Case.all().map(it -> it.on(ORDINARY, DIFFERENCES));
  }

  @TestFactory
  @Tag("slow")
  Stream<DynamicTest> conformsWithLargeMessages() {
    return VolumeCases.all().map(it -> it.on(ROOMY, Map.of()));
  }

  @Test
  void suiteIsAsLargeAsItSays() {
    Assertions.assertThat(Case.all().map(Case::number)).doesNotHaveDuplicates();
    Assertions.assertThat(HandshakeCases.all()).hasSizeGreaterThanOrEqualTo(40);
    Assertions.assertThat(RoughCases.all()).hasSizeGreaterThanOrEqualTo(30);
  }

  @Test
  void defectIsToldWithoutAWordOfIt() throws IOException {
    try (var faulty = EdgeEcho.faulty();
        var wire = Wire.open(faulty.port())) {
      wire.text("Hello");
      wire.expectClose(1011);
    }
  }

  @Test
  void nothingIsLeftOpen() {
    await().untilAsserted(() -> Assertions.assertThat(ORDINARY.connections()).isZero());
  }
}
