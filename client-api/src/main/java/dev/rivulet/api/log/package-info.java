/// The log as this service writes it: commands, profiles and revocations, durable when the call
/// returns. Kafka is known here alone, and where the service is put together.
@NullMarked
package dev.rivulet.api.log;

import org.jspecify.annotations.NullMarked;
