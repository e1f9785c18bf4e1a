#!/bin/bash
# usage: idle.sh BUILD [SETTLE_S [WINDOW_S [x11|wayland]]]    what the daemon costs while nothing happens
#
# Starts evenkeeld with a private HOME, session bus and, where they are installed, X server (or sway) and notification server; lets it
# settle, watches it for the window, prints a table beside the goals and ends what it started. Wakeups are the voluntary context
# switches of all threads. PSS and USS are the daemon's own figures: it does not let others look.
set -u
build=$(realpath "${1:?usage: idle.sh BUILD}") settle=${2:-20} window=${3:-60} display=${4:-x11}
. "$(dirname "$0")/../wait.sh"
. "$(dirname "$0")/../desktop/sway.sh"
export LC_ALL=C.UTF-8
dir=$(mktemp -d "${TMPDIR:-/tmp}/idle.XXXXXX") || exit 1
started=()
cleanup() {
	for ((i = ${#started[@]} - 1; i >= 0; i--)); do kill "${started[i]}" 2>/dev/null; done
	wait 2>/dev/null
	rm -rf "$dir"
}
trap cleanup EXIT
trap 'exit 130' INT TERM

mkdir -m 700 "$dir/home" "$dir/run"
session=(env -i PATH="$PATH" HOME="$dir/home" XDG_RUNTIME_DIR="$dir/run" LC_ALL=C.UTF-8)

notify=log with="no session bus"
if command -v dbus-daemon >/dev/null; then
	"${session[@]}" dbus-daemon --session --nofork --nopidfile --print-address=3 3>"$dir/bus" >/dev/null 2>&1 &
	started+=($!)
	wait_until test -s "$dir/bus" || { echo "idle.sh: dbus-daemon did not start" >&2; exit 1; }
	session+=(DBUS_SESSION_BUS_ADDRESS="$(head -1 "$dir/bus")")
	with="session bus" notify=auto
fi
if [ "$display" = wayland ]; then
	sway_start "$dir" "${session[@]}"
	started+=($SWAY_PID)
	[ -n "${WAYLAND_DISPLAY:-}" ] || { echo "idle.sh: sway did not start: $(tail -1 "$dir/sway.log")" >&2; exit 1; }
	session+=(WAYLAND_DISPLAY="$WAYLAND_DISPLAY")
	with="$with, sway"
elif command -v Xvfb >/dev/null; then
	"${session[@]}" Xvfb -displayfd 3 -screen 0 1280x800x24 -nolisten tcp 3>"$dir/display" >/dev/null 2>&1 &
	started+=($!)
	wait_until test -s "$dir/display" || { echo "idle.sh: Xvfb did not start" >&2; exit 1; }
	session+=(DISPLAY=":$(head -1 "$dir/display")")
	with="$with, X server"
	if command -v dunst >/dev/null && [ "$notify" = auto ]; then
		"${session[@]}" dunst >/dev/null 2>&1 &
		started+=($!)
		with="$with, dunst"
		sleep 1
	fi
fi

# Round the clock, so that nothing falls due because of the hour, and no check-ins of its own.
mkdir -p "$dir/home/.config/evenkeel"
printf '%s\n' '[checkin]' 'per-day = 0' '[review]' 'day = off' >"$dir/home/.config/evenkeel/evenkeel.conf"
echo 'a passphrase' | "${session[@]}" "$build/evenkeel" setup --passphrase-fd 0 --kdf-test --no-recovery-check --no-service \
	>/dev/null 2>"$dir/setup" || { cat "$dir/setup" >&2; exit 1; }

ready() {
	local begun end
	begun=$(date +%s%N)
	"${session[@]}" "$build/evenkeeld" --notify=$notify 2>"$dir/log" </dev/null >/dev/null &
	pid=$!
	until grep -q ready "$dir/log"; do
		kill -0 $pid 2>/dev/null || { cat "$dir/log" >&2; exit 1; }
		[ $(($(date +%s%N) - begun)) -lt 10000000000 ] || { echo "idle.sh: never ready" >&2; exit 1; }
	done
	end=$(date +%s%N)
	ready_ms=$(((end - begun) / 1000000))
}
ready
started+=($pid)
sleep "$settle"

switches() { cat /proc/$pid/task/*/status | awk '/^voluntary_ctxt_switches/ { n += $2 } END { print n + 0 }'; }
cpu_ns() { cat /proc/$pid/task/*/schedstat | awk '{ n += $1 } END { printf "%d\n", n }'; }
wakeups=$(switches) cpu=$(cpu_ns)
sleep "$window"
wakeups=$(($(switches) - wakeups)) cpu=$(($(cpu_ns) - cpu))
threads=$(ls /proc/$pid/task | wc -l)
status=$("${session[@]}" "$build/evenkeel" status --json) || exit 1
figure() { printf '%s' "$status" | tr ',{}' '\n\n\n' | sed -n "s/.*\"$1\": *\([0-9]*\).*/\1/p" | head -1; }

source=$(printf '%s' "$status" | tr -d '\n' | sed -n 's/.*"activity_source": *"\([^"]*\)".*/\1/p')
echo "the idle daemon over $window s after $settle s to settle ($with; activity from $source)"
awk -v pss="$(figure pss_kib)" -v uss="$(figure uss_kib)" -v threads="$threads" -v wakeups="$wakeups" -v cpu="$cpu" -v w="$window" \
	-v ready="$ready_ms" 'BEGIN {
	printf "%-14s %10s %10s\n", "", "measured", "goal"
	printf "%-14s %10.2f %10s\n", "PSS MiB", pss / 1024, ""
	printf "%-14s %10.2f %10s\n", "USS MiB", uss / 1024, "<= 3"
	printf "%-14s %10d %10s\n", "threads", threads, "1"
	printf "%-14s %10.1f %10s\n", "wakeups/min", wakeups * 60 / w, "<= 3"
	printf "%-14s %10.2f %10s\n", "CPU ms/min", cpu / 1e6 * 60 / w, "< 5"
	printf "%-14s %10d %10s\n", "ready ms", ready, "< 100"
	exit !(uss <= 3072 && threads == 1 && wakeups * 60 / w <= 3 && ready < 100)
}'
