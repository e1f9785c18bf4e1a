#!/bin/bash
# usage: try.sh BUILD    the main job in a private directory under BUILD/try: a demo agent's weeks in one store, the daemon, a
# check-in now, and what the person then sees. On the desktop if there is one, else in this terminal; without a terminal (CI)
# the check-in answers itself through the CLI. Nothing is written outside BUILD.
set -u
cd "$(dirname "$0")/.." || exit 1
build=$(realpath "$1")
here=$build/try
rm -rf "$here"
mkdir -p "$here/home" "$here/run" && chmod 700 "$here/home" "$here/run" || exit 1

# A private HOME is a whole private Evenkeel. The session bus stays, so that the prompt comes to the real desktop.
bus=${DBUS_SESSION_BUS_ADDRESS:-}
[ -n "$bus" ] || { [ -S "${XDG_RUNTIME_DIR:-/nonexistent}/bus" ] && bus=unix:path=$XDG_RUNTIME_DIR/bus; }
if [ -n "$bus" ]; then export DBUS_SESSION_BUS_ADDRESS=$bus; fi
export HOME=$here/home XDG_RUNTIME_DIR=$here/run
unset XDG_DATA_HOME XDG_STATE_HOME XDG_CONFIG_HOME XDG_CACHE_HOME EVENKEEL_NOW
export PATH=$build:$PATH
store=$here/home/demo
ek() { evenkeel --store "$store" "$@"; }
step() { printf '\n\033[1m$ evenkeel %s\033[0m\n' "$*" | if [ -t 1 ]; then cat; else sed 's/\x1b\[[0-9]*m//g'; fi; }

daemon=
stop() { [ -z "$daemon" ] || { kill "$daemon" 2>/dev/null; wait "$daemon" 2>/dev/null; daemon=; }; }
trap stop EXIT
trap 'exit 130' INT TERM

echo "A demo agent's weeks, in $here"
step demo
ek demo || exit 1

evenkeeld --store "$store" --notify=auto </dev/null 2>"$here/daemon.log" &
daemon=$!
for _ in $(seq 100); do
	ek status --json 2>/dev/null | grep -q '"daemon_running": *true' && break
	kill -0 "$daemon" 2>/dev/null || { echo "try: the daemon did not start:" >&2; cat "$here/daemon.log" >&2; exit 1; }
	sleep 0.1
done

step now checkin
ek now checkin || exit 1
notifier=$(ek status --json | sed -n 's/.*"notifier": *"\([^" ]*\).*/\1/p' | head -1)
answered() { ek history --json 2>/dev/null | grep -c '"kind": *"answered"\|"kind": *"partial"'; }
if [ ! -t 0 ] || [ ! -t 1 ]; then
	echo "No terminal: the check-in answers itself."
	step checkin stress=1 fatigue=1 irritability=0 customer.demands=1 valence=0
	ek checkin stress=1 fatigue=1 irritability=0 customer.demands=1 valence=0 || exit 1
elif [ "$notifier" = desktop ]; then
	before=$(answered)
	echo "The question is on your desktop. Answer it there (or press ENTER to answer here)."
	for _ in $(seq 120); do
		read -r -t 1 && { ek checkin; break; }
		[ "$(answered)" != "$before" ] && break
	done
else
	step checkin
	ek checkin || exit 1
fi

for command in status trends causes tips; do
	step "$command"
	ek "$command" || exit 1
done
cat <<X

That was a demo agent's store, below build/try. Your own: evenkeel setup
X
