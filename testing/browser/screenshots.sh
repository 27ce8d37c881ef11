#!/bin/sh
# Makes the pictures in docs/images from the browser client as it is.
set -eu

case "${1:-}" in
  '') ;;
  *)
    echo "Usage: testing/browser/screenshots.sh"
    echo "Starts Rivulet and Chromium, acts a few scenes and writes docs/images/web-*.png."
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
  -Dit.test=ScreenshotsIT -Dtests.jvm="-Drivulet.screenshots=$root/docs/images"
