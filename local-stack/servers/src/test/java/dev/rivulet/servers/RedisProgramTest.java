package dev.rivulet.servers;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RedisProgramTest {
  @Test
  void versionIsReadFromWhatTheServerPrints() {
    String printed = "Redis server v=8.0.2 sha=00000000:0 malloc=jemalloc-5.3.0 bits=64";
    assertThat(RedisProgram.Version.in(printed)).contains(new RedisProgram.Version(8, 0, 2));
    assertThat(RedisProgram.Version.in("something else")).isEmpty();
  }

  @Test
  void versionsAreOrderedByNumberNotByText() {
    assertThat(new RedisProgram.Version(7, 0, 15))
        .isGreaterThan(new RedisProgram.Version(7, 0, 9))
        .isLessThan(new RedisProgram.Version(7, 2, 0))
        .isLessThan(new RedisProgram.Version(10, 0, 0));
  }

  @Test
  void everySystemWeNameHasAProgramInTheJar() {
    assertThat(RedisProgram.resource("Linux", "amd64")).endsWith("linux-amd64");
    assertThat(RedisProgram.resource("Linux", "aarch64")).endsWith("linux-arm64");
    assertThat(RedisProgram.resource("Mac OS X", "aarch64")).endsWith("darwin-amd64");
    assertThat(RedisProgram.resource("Windows 11", "amd64")).isNull();
    assertThat(RedisProgram.class.getResource("/redis-server-7.0.15-linux-amd64")).isNotNull();
    assertThat(RedisProgram.class.getResource("/redis-server-7.0.15-linux-arm64")).isNotNull();
  }
}
