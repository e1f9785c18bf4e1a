#!/bin/bash
# usage: idle.sh BUILD [SETTLE_S [WINDOW_S [x11|wayland|pulseaudio|pipewire]]]    what the daemon costs while nothing happens
#
# Starts evenkeeld with a private HOME, session bus and, where they are installed, X server (or sway) and notification server; lets it
# settle, watches it for the window, prints a table beside the goals and ends what it started. Wakeups are the voluntary context
# switches of all threads. PSS and USS are the daemon's own figures: it does not let others look. With pulseaudio or pipewire
# there is a sound server, too, so that it sees calls.
set -u
build=$(realpath "${1:?usage: idle.sh BUILD}") settle=${2:-20} window=${3:-60} display=x11 sound= uss_goal=3
case ${4:-} in wayland) display=wayland ;; pulseaudio | pipewire) sound=$4 ;; esac
export LC_ALL=C.UTF-8
cd "$(dirname "$0")/../.." || exit 1
. tests/bench/session.bash

set_up_evenkeel "$build"
if [ -n "$sound" ]; then
	set_up_sound "$sound"
	uss_goal=5
fi

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

wakeups=$(switches $pid) cpu=$(cpu_ns $pid)
sleep "$window"
wakeups=$(($(switches $pid) - wakeups)) cpu=$(($(cpu_ns $pid) - cpu))
threads=$(ls /proc/$pid/task | wc -l)
status=$("${session[@]}" "$build/evenkeel" status --json) || exit 1
case $sound:$status in
:* | *:*PulseAudio*) ;;
*) echo "idle.sh: the daemon does not see calls" >&2; exit 1 ;;
esac
figure() { printf '%s' "$status" | tr ',{}' '\n\n\n' | sed -n "s/.*\"$1\": *\([0-9]*\).*/\1/p" | head -1; }

source=$(printf '%s' "$status" | tr -d '\n' | sed -n 's/.*"activity_source": *"\([^"]*\)".*/\1/p')
echo "the idle daemon over $window s after $settle s to settle ($with; activity from $source)"
awk -v pss="$(figure pss_kib)" -v uss="$(figure uss_kib)" -v threads="$threads" -v wakeups="$wakeups" -v cpu="$cpu" -v w="$window" \
	-v ready="$ready_ms" -v uss_goal="$uss_goal" 'BEGIN {
	printf "%-14s %10s %10s\n", "", "measured", "goal"
	printf "%-14s %10.2f %10s\n", "PSS MiB", pss / 1024, ""
	printf "%-14s %10.2f %10s\n", "USS MiB", uss / 1024, "<= " uss_goal
	printf "%-14s %10d %10s\n", "threads", threads, "1"
	printf "%-14s %10.1f %10s\n", "wakeups/min", wakeups * 60 / w, "<= 3"
	printf "%-14s %10.2f %10s\n", "CPU ms/min", cpu / 1e6 * 60 / w, "< 5"
	printf "%-14s %10d %10s\n", "ready ms", ready, "< 100"
	exit !(uss <= uss_goal * 1024 && threads == 1 && wakeups * 60 / w <= 3 && ready < 100)
}'
