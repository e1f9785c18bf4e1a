#!/bin/bash
# usage: units.sh BUILD    what is built, installed into a directory of its own, under a real `systemd --user`: on_units.sh beside it.
# Exit status: as manager.sh's.
set -u
cd "$(dirname "$0")/../.." || exit 1
build=$(realpath "$1") || exit 2
[ "$(id -u)" = 0 ] || { echo "only root can start a user manager of its own" >&2; exit 77; }
root=$(mktemp -d "${TMPDIR:-/tmp}/evenkeel-root.XXXXXX") || exit 1
child=
trap '[ -z "$child" ] || { kill "$child"; wait "$child"; }; rm -rf "$root"' EXIT
trap 'exit 130' INT TERM
chmod 755 "$root"
# The prefix that the programs were built for, as in check_install.sh.
make -s --no-print-directory O="$(realpath --relative-to=. "$build")" SANITIZE="${SANITIZE:-}" DESTDIR="$root" install >"$root/install.log" 2>&1 ||
	{ echo "make install: $(tail -1 "$root/install.log")" >&2; exit 78; }
# The person of the test may not be able to look into this tree.
mkdir -p "$root/tests/desktop"
cp tests/tap.sh tests/wait.sh "$root/tests"
cp tests/desktop/on_units*.sh "$root/tests/desktop"
[ -x "$build/tests/desktop/fake_server" ] && cp "$build/tests/desktop/fake_server" "$root/tests/desktop"
tests/desktop/manager.sh "$root" 150 "$root/tests/desktop/on_units.sh" &
child=$!
wait "$child"
status=$?
child=
exit $status
