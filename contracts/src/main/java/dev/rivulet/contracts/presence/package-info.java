/// Who is online, as it stands in Redis: written by the gateways, asked by them and by client-api.
/// All of it may be lost; it is there again as sessions live on.
///
/// | key | value |
/// |---|---|
/// | `where:USER` | a hash: device → where it is attached, as JSON with at least `gateway` and `lastSeen` |
/// | `gateway:INSTANCE` | there while this gateway process lives; expires soon after it |
/// | `seen:USER` | when the user's last device went (milliseconds since 1970-01-01 UTC) |
@NullMarked
package dev.rivulet.contracts.presence;

import org.jspecify.annotations.NullMarked;
