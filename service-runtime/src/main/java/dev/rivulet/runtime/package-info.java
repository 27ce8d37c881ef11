/// What every service process needs and no product logic: configuration records, the admin port,
/// logging, Kafka client settings and the life of the process.
///
/// ```
/// main ─ ServiceMain ─ Configuration.load ─ starter ─ RunningService ─ ports file ─ stop hook
///                                              │
///                    Parts, AdminServer(Readiness, meters), KafkaClients, Threads, Backoff
/// ```
///
/// Only [Configuration] and [ServiceMain] read the environment, and only [Threads] starts threads.
@NullMarked
package dev.rivulet.runtime;

import org.jspecify.annotations.NullMarked;
