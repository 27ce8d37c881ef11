package dev.rivulet.testing.conformance;

import java.io.IOException;
import java.util.Map;
import java.util.stream.Stream;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.DynamicTest;

/// One thing that a server has to do.
///
/// @param number as the Autobahn suite has it, or `H` and `R` with numbers of our own
record Case(String number, String fact, Script script) {
  @FunctionalInterface
  interface Script {
    void run(EchoServer server) throws IOException;
  }

  /// What is done on an open connection.
  @FunctionalInterface
  interface Talk {
    void run(Wire wire) throws IOException;
  }

  /// On a connection that has its handshake behind it.
  static Case talk(String number, String fact, Talk talk) {
    return new Case(
        number,
        fact,
        server -> {
          try (var wire = Wire.open(server.port())) {
            talk.run(wire);
          }
        });
  }

  static Stream<Case> all() {
    return Stream.of(
            FramingCases.all(),
            FragmentCases.all(),
            TextCases.all(),
            ClosingCases.all(),
            VolumeCases.all(),
            CompressionCases.all(),
            HandshakeCases.all(),
            RoughCases.all())
        .flatMap(cases -> cases);
  }

  /// A test of this case; where a server is known to differ, that it does so still.
  ///
  /// @param differences reasons by number
  DynamicTest on(EchoServer server, Map<String, String> differences) {
    String reason = differences.get(number);
    if (reason == null) {
      String name = number + " " + fact;
      return DynamicTest.dynamicTest(
          name,
          () ->
              Assertions.assertThatCode(() -> script.run(server))
                  .as(name)
                  .doesNotThrowAnyException());
    }
    return DynamicTest.dynamicTest(
        number + " differs: " + reason,
        () ->
            Assertions.assertThatThrownBy(() -> script.run(server))
                .isInstanceOfAny(AssertionError.class, IOException.class));
  }
}
