#!/bin/bash
# Runs one Cassandra node in the foreground with /etc/cassandra/cassandra.yaml, as the entry point of
# this name in Cassandra's own image does.
set -euo pipefail

case "${1:-} ${2:-}" in
  'cassandra -f') ;;
  *)
    echo "Usage: docker-entrypoint.sh cassandra -f"
    [[ "${1:-}" == --help ]]
    exit
    ;;
esac

address=$(hostname -i | cut -d' ' -f1)
sed -i -e "s/@ADDRESS@/$address/" -e "s/@CLUSTER@/${CASSANDRA_CLUSTER_NAME:-cluster}/" \
  /etc/cassandra/cassandra.yaml

modules=()
for name in java.base/jdk.internal.misc java.base/jdk.internal.ref java.base/java.lang.ref \
  java.base/sun.nio.ch java.management.rmi/com.sun.jmx.remote.internal.rmi \
  java.rmi/sun.rmi.registry java.rmi/sun.rmi.server java.sql/java.sql \
  jdk.unsupported/sun.misc; do
  modules+=("--add-exports=$name=ALL-UNNAMED")
done
for name in io lang lang.module lang.reflect nio util util.concurrent util.concurrent.atomic; do
  modules+=("--add-opens=java.base/java.$name=ALL-UNNAMED")
done
for name in java.base/jdk.internal.loader java.base/jdk.internal.math java.base/jdk.internal.module \
  java.base/jdk.internal.ref java.base/jdk.internal.reflect java.base/jdk.internal.util.jar \
  java.base/sun.nio.ch jdk.management/com.sun.management.internal; do
  modules+=("--add-opens=$name=ALL-UNNAMED")
done

# shellcheck disable=SC2086 # several flags
exec java ${JVM_EXTRA_OPTS:-} "-Xms${MAX_HEAP_SIZE:-512M}" "-Xmx${MAX_HEAP_SIZE:-512M}" "-Xmn${HEAP_NEWSIZE:-128M}" \
  -Xss256k -XX:+UseSerialGC -XX:MaxDirectMemorySize=256m -XX:+ExitOnOutOfMemoryError \
  -XX:-UsePerfData -Djava.awt.headless=true "${modules[@]}" \
  -Dcassandra.config=file:///etc/cassandra/cassandra.yaml \
  -Dcassandra.storagedir=/var/lib/cassandra -Dcassandra-foreground=yes \
  -Dlogback.configurationFile=/etc/cassandra/logback.xml \
  -Dio.netty.tryReflectionSetAccessible=true \
  -Dcassandra.skip_wait_for_gossip_to_settle=0 -Dcassandra.ring_delay_ms=1 \
  -cp '/opt/cassandra/lib/*' org.apache.cassandra.service.CassandraDaemon
