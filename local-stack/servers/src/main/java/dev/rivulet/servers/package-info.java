/// Real servers as child processes.
///
/// ```
/// ServerProcess ── KafkaServer | CassandraServer | RedisServer   restartable: same port, same data
///       └── ChildProcess                                         one run of it, with a watcher
/// ```
///
/// Every child has a watcher, a small shell that reads a pipe from this JVM: when this JVM is gone,
/// even by SIGKILL, the pipe ends and the watcher ends the child. So nothing outlives a test run or
/// a killed launcher by more than a few seconds.
@NullMarked
package dev.rivulet.servers;

import org.jspecify.annotations.NullMarked;
