package dev.rivulet.gateway.websocket;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// What passes the sockets, counted.
final class WireMeters {
  final Counter framesIn;
  final Counter bytesIn;
  final Counter framesOut;
  final Counter bytesOut;
  final Counter overflows;
  final Counter stuckWrites;
  private final Map<String, Counter> closes = new ConcurrentHashMap<>();
  private final Map<Integer, Counter> handshakes = new ConcurrentHashMap<>();
  private final MeterRegistry registry;

  WireMeters(MeterRegistry registry) {
    this.registry = registry;
    this.framesIn = registry.counter("rivulet.gateway.frames", "direction", "in");
    this.framesOut = registry.counter("rivulet.gateway.frames", "direction", "out");
    this.bytesIn = registry.counter("rivulet.gateway.bytes", "direction", "in");
    this.bytesOut = registry.counter("rivulet.gateway.bytes", "direction", "out");
    this.overflows = registry.counter("rivulet.gateway.outbound.overflows");
    this.stuckWrites = registry.counter("rivulet.gateway.stuck.writes");
  }

  /// A connection is gone.
  ///
  /// @param code what ended the connection: our close code, `peer`, or `lost` without any
  void closed(String code) {
    closes
        .computeIfAbsent(code, it -> registry.counter("rivulet.gateway.closes", "code", it))
        .increment();
  }

  void handshake(int status) {
    handshakes
        .computeIfAbsent(
            status,
            it -> registry.counter("rivulet.gateway.handshakes", "status", String.valueOf(it)))
        .increment();
  }
}
