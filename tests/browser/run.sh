#!/bin/bash
# usage: run.sh BUILD [SCRIPT...]    the browser tests (on_*.js): real pages in a real browser, in a network of their own that has
# nothing but the machine itself. Pictures and printed pages: BUILD/browser/. Needs the modules that `make check-browser` puts there.
# Ends with "P passed, F failed, S skipped (T s)"; exit 1 when anything failed or nothing passed.
set -u
cd "$(dirname "$0")/../.." || exit 1
build=$(realpath "$1") || exit 2
shift
[ $# -gt 0 ] || set -- tests/browser/on_*.js
if [ -z "${EVENKEEL_OWN_NETWORK:-}" ]; then
	own=(unshare --net)
	[ "$(id -u)" = 0 ] || own=(unshare --map-root-user --net)
	EVENKEEL_OWN_NETWORK=yes exec "${own[@]}" "$0" "$build" "$@"
fi
ip link set lo up || exit 1

scratch=$(mktemp -d "${TMPDIR:-/tmp}/evenkeel-browser.XXXXXX") || exit 1
trap 'rm -rf "$scratch"' EXIT
export BUILD=$build SHOTS=$build/browser NODE_PATH=$build/browser/node_modules LC_ALL=C.UTF-8
export HOME=$scratch XDG_CONFIG_HOME=$scratch/config XDG_DATA_HOME=$scratch/data XDG_STATE_HOME=$scratch/state XDG_RUNTIME_DIR=$scratch/run
export XDG_CACHE_HOME=$scratch/cache TMPDIR=$scratch
unset EVENKEEL_NOW LANGUAGE DISPLAY WAYLAND_DISPLAY DBUS_SESSION_BUS_ADDRESS http_proxy https_proxy all_proxy
mkdir -m 700 "$XDG_RUNTIME_DIR"
begun=$SECONDS
for script; do
	echo "# $(basename "$script" .js)"
	timeout -k 5 300 node "$script" 2>"$scratch/err" </dev/null
	status=$?
	[ $status -le 1 ] || { echo "not ok - $script ended with status $status"; tail -20 "$scratch/err" | sed 's/^/# /'; }
done | tee "$scratch/all"
skipped=$(grep -cE '^ok.*# SKIP' "$scratch/all")
passed=$(($(grep -c '^ok' "$scratch/all") - skipped))
failed=$(grep -c '^not ok' "$scratch/all")
echo "Pictures: $SHOTS"
echo "$passed passed, $failed failed, $skipped skipped ($((SECONDS - begun)) s)"
[ "$failed" -eq 0 ] && [ "$passed" -gt 0 ]
