#!/bin/bash
# usage (inside session.sh): on_wayland.sh BUILD    activity from a real Wayland compositor, with a real pointer and keyboard: TAP
set -u
cd "$(dirname "$0")/../.." || exit 1
BUILD=$1
. tests/tap.sh
. tests/desktop/daemon.sh
. tests/desktop/sway.sh
WAIT_S=20
said=$SESSION_DIR/said
lines() { test "$(wc -l <"$said")" -ge "$1"; }
words() { sed 's/ .*//' "$said" | tr '\n' ' '; }
move() { swaymsg -q seat - cursor move "$1" "$1"; }
move 10

"$BUILD/tests/desktop/idle_watch" 2 >"$said" &
watch=$!
wait_until lines 1
is "active at the start" "$(words)" "active "
for i in 1 2 3 4 5 6; do move "$i"; sleep 0.5; done
is "no word while the pointer moves" "$(words)" "active "
wait_until lines 2
is "idle after two seconds without" "$(words)" "active idle "
idle_ms=$(sed -n '2s/idle //p' "$said")
check "and said when that began ($idle_ms ms before)" test "$idle_ms" -ge 1990 -a "$idle_ms" -le 2500
sleep 2.5
is "said once" "$(words)" "active idle "
move 20
wait_until lines 3
is "active when the pointer moves" "$(words)" "active idle active "
wait_until lines 4
if command -v wtype >/dev/null; then
	wtype x
	wait_until lines 5
	is "and at a key" "$(words)" "active idle active idle active "
else
	skip "and at a key" "wtype is not installed"
fi
kill "$watch"
wait "$watch" 2>/dev/null

check "the daemon's set-up" daemon_set_up
daemon_start
check "the daemon takes Wayland" wait_until source_like '^Wayland \('
move 1
check "nobody there: away" wait_until away
move 20
check "the pointer moves: back" wait_until back
check "nobody there again: away" wait_until away

kill -KILL "$SESSION_SWAY_PID"
check "sway dies: the daemon says that there is no source" wait_until source_like '^none: .*\(no Wayland desktop answers at '
check "and the person counts as there" wait_until back
sway_start "$SESSION_DIR"
is "sway is started again, as before" $? 0
check "the daemon finds it" wait_until source_like '^Wayland \('
check "nobody there: away" wait_until away
move 20
check "the pointer moves: back" wait_until back

kill -STOP "$SWAY_PID"
check "sway is stopped: status answers" back
daemon_end
daemon_start
check "and a daemon that starts does, too" source_like '^none'
kill -CONT "$SWAY_PID"
check "sway goes on: the source is there" wait_until source_like '^Wayland \('
daemon_end
is "the daemon ends when told" $? 0
kill "$SWAY_PID"
finish
