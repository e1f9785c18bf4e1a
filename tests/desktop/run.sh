#!/bin/bash
# usage: run.sh BUILD [SERVER...]    the desktop tests: real notification servers on a private X server, real clicks
# Also real sound servers: pulseaudio, pipewire; the units under a real user manager: systemd; and clock, which sets this machine's clock, if
# EVENKEEL_SET_CLOCK=yes allows it. Without SERVER: all that Evenkeel knows; those that are not installed are skipped by name. Screenshots: BUILD/desktop/.
# Ends with "P passed, F failed, S skipped (T s)"; exit 1 when anything failed or nothing passed.
set -u
cd "$(dirname "$0")/../.." || exit 1
build=$(realpath "$1") || exit 2
shift
[ $# -gt 0 ] || set -- dunst xfce4-notifyd notification-daemon mate-notification-daemon lxqt-notificationd mako none sway pulseaudio pipewire systemd clock
shots=$build/desktop
mkdir -p "$shots"
scratch=$(mktemp -d "${TMPDIR:-/tmp}/evenkeel-desktop.XXXXXX") || exit 1
trap 'rm -rf "$scratch"' EXIT

# say TITLE STATUS OUTPUT: what a session said, and what its end says
say() {
	local title=$1 status=$2 output=$3
	case $status in
	77) output="ok 1 - $title # SKIP $output" ;;
	78) output="not ok 1 - $title: $output" ;;
	124) output+=$'\n'"not ok - $title: took too long" ;;
	*) [ "$status" -eq 0 ] || grep -q '^not ok' <<<"$output" || output+=$'\n'"not ok - $title ended with status $status" ;;
	esac
	printf '%s\n' "$output" | grep -v '^1\.\.'
}

# run TITLE COMMAND...: status 77 and 78 come with their reason on stderr
run() {
	local output status err
	err=$(mktemp)
	output=$("${@:2}" 2>"$err")
	status=$?
	case $status in 77 | 78) output=$(tail -1 "$err") ;; esac
	say "$1" "$status" "$output"
	rm -f "$err"
	[ $status -ne 77 ]
}
# session SERVER SECONDS SCRIPT [SOUND]
session() { run "${4:-$1}" tests/desktop/session.sh "$1" "$2" "tests/desktop/$3" "$build" "$shots" "${@:4}"; }

row() { # SERVER
	case $1 in
	none) session none 90 on_idle.sh && session none 150 on_display.sh ;;
	sway) session sway 150 on_wayland.sh ;;
	clock) session bus 200 on_clock.sh clock ;;
	systemd) run systemd tests/desktop/units.sh "$build" ;;
	pulseaudio | pipewire) session bus 180 on_call.sh "$1" ;;
	*) session "$1" 120 on_chain.sh && session "$1" 90 on_server.sh && session "$1" 60 on_dnd.sh &&
			session "$1" 150 on_death.sh && session "$1" 150 on_later.sh ;;
	esac
}

# Mostly they wait, each on a desktop of its own: two at once. The clock is everybody's: alone, at the end.
begun=$SECONDS
for server in "$@"; do
	[ "$server" = clock ] && continue
	while [ "$(jobs -rp | wc -l)" -ge 2 ]; do wait -n; done
	row "$server" >"$scratch/$server" &
done
wait
for server in "$@"; do
	[ "$server" = clock ] && row clock >"$scratch/clock"
	cat "$scratch/$server"
done | tee "$scratch/all"
skipped=$(grep -cE '^ok.*# SKIP' "$scratch/all")
passed=$(($(grep -c '^ok' "$scratch/all") - skipped))
failed=$(grep -c '^not ok' "$scratch/all")
echo "Screenshots: $shots"
echo "$passed passed, $failed failed, $skipped skipped ($((SECONDS - begun)) s)"
[ "$failed" -eq 0 ] && [ "$passed" -gt 0 ]
