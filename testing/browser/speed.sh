#!/bin/sh
# Measures the browser client with much to show; prints raw figures.
set -eu

case "${1:-}" in
  '') ;;
  *)
    echo "Usage: testing/browser/speed.sh"
    echo "Starts Rivulet and Chromium, makes an account of 5,000 conversations and one of 10,000 messages"
    echo "through the server, and prints how long the page takes to open and how it scrolls."
    [ "$1" = --help ] || [ "$1" = -h ] || exit 2
    exit 0
    ;;
esac

root=$(CDPATH='' cd -- "$(dirname -- "$0")/../.." && pwd)
JAVA_HOME=$("$root/.mvn/find-jdk.sh" 25)
export JAVA_HOME
cd "$root"
mvn -q -B -ntp -Drivulet.quick -Pbrowser -Dgroups=by-hand install -pl testing/browser -am
exec mvn -B -ntp -Pbrowser -Dgroups=by-hand -Dtests.excluded=none verify -pl testing/browser \
  -Dit.test=SpeedIT -Dtests.jvm=-Drivulet.speed=true
