#!/bin/sh
# Runs a broker in the foreground, as Kafka's own script of this name does.
set -eu

case "${1:-}" in
  '' | --help | -h)
    echo "Usage: kafka-server-start.sh FILE"
    exit 0
    ;;
esac
exec /opt/kafka/bin/run-class kafka.Kafka "$@"
