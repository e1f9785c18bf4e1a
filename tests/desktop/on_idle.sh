#!/bin/bash
# usage (inside session.sh): on_idle.sh BUILD    activity from X11 while the mouse and the keyboard really move: TAP
set -u
cd "$(dirname "$0")/../.." || exit 1
BUILD=$1
. tests/tap.sh
said=$SESSION_DIR/said

wait_for_line() { # NUMBER: that many lines within 8 s
	local i
	for ((i = 0; i < 400; i++)); do
		[ "$(wc -l <"$said")" -ge "$1" ] && return 0
		sleep 0.02
	done
	return 1
}
words() { sed 's/ .*//' "$said" | tr '\n' ' '; }

xdotool mousemove 10 10
"$BUILD/tests/desktop/idle_watch" 2 >"$said" &
watch=$!
wait_for_line 1
is "active at the start" "$(words)" "active "
xdotool mousemove 20 20 sleep 1 mousemove 30 30 sleep 1 key a sleep 1
is "no word while the mouse moves and keys are pressed" "$(words)" "active "
wait_for_line 2
is "idle after two seconds without" "$(words)" "active idle "
idle_ms=$(sed -n '2s/idle //p' "$said")
check "and said when that began ($idle_ms ms before)" test "$idle_ms" -ge 1990 -a "$idle_ms" -le 2500
sleep 2.5
is "said once" "$(words)" "active idle "
xdotool key b
wait_for_line 3
is "active at the first key" "$(words)" "active idle active "
wait_for_line 4
xdotool mousemove 40 40
wait_for_line 5
is "and so on, with the mouse" "$(words)" "active idle active idle active "

# Started when nobody has been there for a while: no alarm says so, the counter does.
kill "$watch"
wait "$watch" 2>/dev/null
sleep 2.5
"$BUILD/tests/desktop/idle_watch" 2 >"$said" &
watch=$!
wait_for_line 1
is "idle already at the start" "$(words)" "idle "
idle_ms=$(sed -n '1s/idle //p' "$said")
check "since before the start ($idle_ms ms)" test "$idle_ms" -ge 2400
xdotool key c
wait_for_line 2
is "then active" "$(words)" "idle active "

# The display goes away: active as a guess, then none; the program lives on.
kill "$SESSION_X_PID"
wait_for_line 3
is "the X server dies: none, and no crash" "$(words)" "idle active none "
check "the watcher lives" kill -0 "$watch"
kill "$watch"
finish
