#!/bin/sh
# A JobManager with one job, as Flink's own script of this name.
set -eu

case "${1:-}" in
  start-foreground) shift ;;
  *)
    echo "Usage: standalone-job.sh start-foreground ARGUMENTS"
    [ "${1:-}" = --help ]
    exit
    ;;
esac
exec /opt/flink/bin/run-class 256m \
  org.apache.flink.container.entrypoint.StandaloneApplicationClusterEntryPoint \
  --configDir "$FLINK_CONF_DIR" "$@"
