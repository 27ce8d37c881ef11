#!/bin/sh
# Formats a broker's folder, as Kafka's own script of this name does.
set -eu

case "${1:-}" in
  '' | --help | -h)
    echo "Usage: kafka-storage.sh format --config FILE --cluster-id ID [--ignore-formatted]"
    exit 0
    ;;
esac
KAFKA_HEAP_OPTS=-Xmx96m exec /opt/kafka/bin/run-class kafka.tools.StorageTool "$@"
