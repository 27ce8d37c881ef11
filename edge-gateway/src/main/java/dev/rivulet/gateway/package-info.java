/// The edge gateway: holds WebSockets, authenticates, publishes commands, writes deliveries to
/// sockets. No business rule, no database.
@NullMarked
package dev.rivulet.gateway;

import org.jspecify.annotations.NullMarked;
