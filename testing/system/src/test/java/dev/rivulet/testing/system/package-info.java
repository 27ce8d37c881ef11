/// End-to-end tests. One [TestStack] is shared by all of them: real Kafka, Cassandra and Redis and
/// every service, each a process. Clients are those of the Java SDK, or raw sockets where the SDK
/// would not send what a test has to send.
///
/// What holds is judged by [Checker]: the truth is the topic `events`, read committed from its
/// start, and every other view must equal it.
@NullMarked
package dev.rivulet.testing.system;

import org.jspecify.annotations.NullMarked;
