/// The whole of Rivulet on one machine: servers, set-up, services, each a process of its own.
///
/// ```
/// Rivulet (main) ── UpCommand ── LocalStack ──┬── KafkaServer, CassandraServer, RedisServer
///                   other commands            ├── SetupJob: topics, schema; once per start
///                        │                    ├── ServiceProcess, as Services lists them
///                        └── ControlSocket ───┘   Supervisor starts again what ends
/// ```
///
/// Tests use `LocalStack` directly; everything a person types goes through `Rivulet`.
@NullMarked
package dev.rivulet.stack;

import org.jspecify.annotations.NullMarked;
