#!/bin/bash
# usage (inside session.sh): on_clock.sh BUILD    this machine's wall clock is really set, a minute and a half forward and back for a second
# or two at a time, under a running daemon: TAP. Only where EVENKEEL_SET_CLOCK=yes says that it may be.
set -u
cd "$(dirname "$0")/../.." || exit 1
BUILD=$1
[ "${EVENKEEL_SET_CLOCK-}" = yes ] || { echo "sets this machine's clock for seconds; EVENKEEL_SET_CLOCK=yes allows it" >&2; exit 77; }
command -v python3 >/dev/null || { echo "python3 is not installed" >&2; exit 77; }
tests/desktop/step_clock.py check 2>/dev/null || { echo "the clock may not be set here (not root, or a container)" >&2; exit 77; }
. tests/tap.sh
. tests/wait.sh
. tests/desktop/daemon.sh
export TZ=UTC
stepper=
# Ends the stepper too, and with it the step.
trap '[ -z "$stepper" ] || { kill "$stepper"; wait "$stepper"; } 2>/dev/null; daemon_end' EXIT
step() { # SECONDS, until back
	coproc STEPPER { exec tests/desktop/step_clock.py by "$1"; }
	stepper=$STEPPER_PID
	local word
	read -r word <&"${STEPPER[0]}" && [ "$word" = stepped ] || not_ok "the clock is set by $1 s" "$word"
	sleep 0.7
}
back() {
	local pid=$stepper
	echo >&"${STEPPER[1]}"
	wait "$pid" || not_ok "the clock is set back" "status $?"
	stepper=
	sleep 0.3
}
ahead_ms() { python3 -c 'import time; print((time.clock_gettime_ns(time.CLOCK_REALTIME) - time.clock_gettime_ns(time.CLOCK_BOOTTIME)) // 1000000)'; }
# Seconds until WHAT is due, by the clock as it is set now.
due_in() {
	local due
	due=$(status_json | grep -oE "\"what\": *\"$1\", *\"due\": *\"[^\"]*\"" | sed 's/.*"\([^"]*\)"$/\1/')
	[ -n "$due" ] && echo $(($(date -d "$due" +%s) - $(date +%s)))
}
near() { # A B: within three seconds
	[ -n "$1" ] && [ -n "$2" ] && [ $(($1 - $2)) -le 3 ] && [ $(($2 - $1)) -le 3 ]
}
shown() { grep -c 'shown' "$SESSION_DIR/daemon.err"; }
at_least_shown() { [ "$(shown)" -ge "$1" ]; }
taken() { status_json | grep -oE '"breaks_today": *\{[^}]*\}'; }
clock_of() { date -d "@$(($(date +%s) + $1))" +%H:%M; }

normal_ms=$(ahead_ms)
check "the daemon's set-up" daemon_set_up
# The one check-in is drawn between a quarter of an hour after the beginning and before the end: within the next two minutes.
from=$(clock_of -900) to=$(clock_of 1020)
sed -i "/^\[hours\]/,\$d; s/^per-day = 0/per-day = 1/; s/^\[micro\]/[micro]\nevery = off/" "$XDG_CONFIG_HOME/evenkeel/evenkeel.conf"
{
	printf '%s\n' '[prompts]' 'gap = off' '[hours]'
	printf "%s = $from-$to\n" mon tue wed thu fri sat sun
} >>"$XDG_CONFIG_HOME/evenkeel/evenkeel.conf"
daemon_start
is "the daemon starts" $? 0
begun_s=$SECONDS rest=$(due_in rest) took=$(taken)
check "the rest break is due in an hour ($rest s)" near "$rest" 3600

# The check-in first: its moment comes, and then once more.
WAIT_S=125
check "the check-in comes at its time" wait_until at_least_shown 1
timeout 5 "$BUILD/evenkeel" checkin stress=2 >/dev/null 2>&1
is "and is answered" $? 0
step -4
sleep 3.6 # its moment is there again
back
is "its moment comes twice, it does not" "$(shown)" 1

for by in 90 -90 3; do
	left=$(($(due_in rest)))
	step "$by"
	stepped=$(due_in rest)
	check "$by s: the break is due as soon as before ($left s, $stepped s)" near "$stepped" "$left"
	check "$by s: the daemon is there" kill -0 "$daemon"
	back
	check "$by s, and back: due as soon as before ($(due_in rest) s)" near "$(due_in rest)" "$left"
done
is "no check-in came twice, and no break" "$(shown)" 1
is "no break was given or lost" "$(taken)" "$took"
check "the time that went by is the time that counts" near "$(due_in rest)" $((rest - (SECONDS - begun_s)))
unlike "nothing is wrong" "$(cat "$SESSION_DIR/daemon.err")" 'warn|cannot|error|Assertion'
check "the clock is where it was" test $(($(ahead_ms) - normal_ms)) -ge -20 -a $(($(ahead_ms) - normal_ms)) -le 20
daemon_end
is "the daemon ends when told" $? 0
finish
