#!/bin/sh
# Prints the home of an installed JDK whose major version is at least MIN and at most MAX.
set -u

usage() {
  cat <<'USAGE'
Usage: find-jdk.sh MIN [MAX]

Prints the home directory of an installed JDK whose major version is MIN or newer, and MAX or
older when MAX is given. JAVA_HOME wins if it fits; otherwise the lowest fitting version found in
  - other variables named JAVA*_HOME or JDK*_HOME,
  - the java on the PATH,
  - the usual places of Linux, sdkman, IDEs and macOS.
Only whole JDKs (with javac) count. Exits 1 with a message when there is none.
USAGE
}

case "${1:-}" in
  -h | --help)
    usage
    exit 0
    ;;
esac
if [ $# -lt 1 ] || [ $# -gt 2 ]; then
  usage >&2
  exit 2
fi
for number in "$@"; do
  case "$number" in
    '' | *[!0-9]*)
      echo "find-jdk.sh: not a Java version: $number" >&2
      exit 2
      ;;
  esac
done
min=$1
max=${2:-9999}
best=
best_version=9999
seen=

# Prints the major version that a JDK states in its release file; nothing for what is no JDK.
major() {
  [ -x "$1/bin/javac" ] && [ -r "$1/release" ] || return 0
  sed -n 's/^JAVA_VERSION="\{0,1\}\(1\.\)\{0,1\}\([0-9]*\).*/\2/p' "$1/release" | head -n 1
}

fits() {
  [ -n "$1" ] && [ "$1" -ge "$min" ] && [ "$1" -le "$max" ]
}

consider() {
  version=$(major "$1")
  [ -n "$version" ] || return 0
  case " $seen " in
    *" $version "*) ;;
    *) seen="$seen $version" ;;
  esac
  if fits "$version" && [ "$version" -lt "$best_version" ]; then
    best=$1
    best_version=$version
  fi
}

if [ -n "${JAVA_HOME:-}" ] && fits "$(major "$JAVA_HOME")"; then
  printf '%s\n' "$JAVA_HOME"
  exit 0
fi

for name in $(env | sed -n 's/^\(J\(AVA\|DK\)[A-Za-z0-9_]*_HOME\)=.*/\1/p'); do
  eval "consider \"\${$name}\""
done

on_path=$(command -v javac 2>/dev/null || command -v java 2>/dev/null || true)
if [ -n "$on_path" ]; then
  real=$(readlink -f "$on_path" 2>/dev/null || printf '%s' "$on_path")
  consider "$(dirname "$(dirname "$real")")"
fi

for home in \
  /usr/lib/jvm/* /usr/java/* /usr/local/java/* /opt/java/* /opt/jdk* /opt/*/jdk* \
  "${HOME:-/nonexistent}"/.sdkman/candidates/java/* \
  "${HOME:-/nonexistent}"/.jdks/* \
  "${HOME:-/nonexistent}"/.jdks/*/Contents/Home \
  "${HOME:-/nonexistent}"/.asdf/installs/java/* \
  "${HOME:-/nonexistent}"/.local/share/mise/installs/java/* \
  /home/linuxbrew/.linuxbrew/opt/openjdk*/libexec \
  /opt/homebrew/opt/openjdk*/libexec/openjdk.jdk/Contents/Home \
  /usr/local/opt/openjdk*/libexec/openjdk.jdk/Contents/Home \
  /Library/Java/JavaVirtualMachines/*/Contents/Home \
  "${HOME:-/nonexistent}"/Library/Java/JavaVirtualMachines/*/Contents/Home; do
  consider "$home"
done

if [ -n "$best" ]; then
  printf '%s\n' "$best"
  exit 0
fi

if [ $# -eq 2 ] && [ "$min" -eq "$max" ]; then
  wanted="JDK $min"
elif [ $# -eq 2 ]; then
  wanted="A JDK from $min to $max"
else
  wanted="JDK $min or newer"
fi
found=$(printf '%s\n' $seen | sort -n | tr '\n' ' ' | sed 's/ *$//')
echo "$wanted is needed but not found (installed: ${found:-none}). Install it, or set JAVA_HOME." >&2
exit 1
