#!/bin/bash
# usage (inside session.sh): on_display.sh BUILD    the daemon on an X display that is stopped, killed and started again: TAP
set -u
cd "$(dirname "$0")/../.." || exit 1
BUILD=$1
. tests/tap.sh
. tests/desktop/daemon.sh
WAIT_S=20
check "the daemon's set-up" daemon_set_up

kill -STOP "$SESSION_X_PID"
best_ms=100000
for i in 1 2 3; do
	daemon_end
	daemon_start
	[ "$ready_ms" -lt "$best_ms" ] && best_ms=$ready_ms
done
check "the X server is stopped: the daemon is ready ($best_ms ms, the best of three)" test "$best_ms" -lt 100
like "and answers" "$(source_now)" '^none'
daemon_end KILL
daemon_start
is "killed while it asks: nothing is in the way of the next" $? 0
check "it says what is wrong" wait_until source_like '^none: .*\(X11 \(xsync\) does not answer\)'
kill -CONT "$SESSION_X_PID"
check "the X server goes on: so does the source" wait_until source_like '^X11 \(xsync\)$'
is "the child that asked is gone" "$(ps -o pid= --ppid "$daemon")" ""
xdotool mousemove 10 10
check "nobody there: away" wait_until away
xdotool mousemove 20 20
check "the mouse moves: back" wait_until back

kill -STOP "$SESSION_X_PID"
check "stopped later: the daemon answers" source_like '^X11'
kill -CONT "$SESSION_X_PID"

kill -KILL "$SESSION_X_PID"
check "the X server dies: no source" wait_until source_like '^none: .*\(no X display answers\)'
Xvfb "$DISPLAY" -screen 0 1024x640x24 -nolisten tcp -noreset >"$SESSION_DIR/x.log" 2>&1 &
x=$!
check "it is started again: the source is chosen again" wait_until source_like '^X11 \(xsync\)$'
check "nobody there: away" wait_until away
xdotool key b
check "a key: back" wait_until back
daemon_end
is "the daemon ends when told" $? 0
kill "$x"
finish
