/// The log as this service writes it: commands, profiles and revocations, durable when the call
/// returns. Kafka is known here and in [dev.rivulet.api.revocation] alone.
@NullMarked
package dev.rivulet.api.log;

import org.jspecify.annotations.NullMarked;
