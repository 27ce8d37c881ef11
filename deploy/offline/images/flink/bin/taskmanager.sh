#!/bin/sh
# A TaskManager, as Flink's own script of this name; the sizes are in the configuration.
set -eu

case "${1:-}" in
  start-foreground) shift ;;
  *)
    echo "Usage: taskmanager.sh start-foreground"
    [ "${1:-}" = --help ]
    exit
    ;;
esac
exec /opt/flink/bin/run-class 256m org.apache.flink.runtime.taskexecutor.TaskManagerRunner \
  --configDir "$FLINK_CONF_DIR" "$@"
