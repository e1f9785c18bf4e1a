#!/bin/bash
# The real daemon on a private bus with a desktop that a test moves: lock, sleep, do-not-disturb, the notification server changing,
# services that never answer, and the bus itself killed and back. What is looked at is what `evenkeel status` says.
set -u
cd "$(dirname "$0")/../.." || exit 1
. tests/tap.sh

fake=$BUILD/tests/desktop/fake_desktop daemon=$BUILD/evenkeeld cli=$BUILD/evenkeel
S=$(mktemp -d "${TMPDIR:-/tmp}/evenkeel-sources.XXXXXX") || exit 1
bus_pid= fake_pid= pid=
cleanup() {
	for p in $pid $fake_pid $bus_pid; do kill -KILL "$p" 2>/dev/null; done
	wait 2>/dev/null
	rm -rf "$S"
}
trap cleanup EXIT
skip_all() { skip "the daemon on a moving desktop" "$1"; finish; }
command -v dbus-daemon >/dev/null || skip_all "dbus-daemon is not installed"
[ -x "$fake" ] || skip_all "fake_desktop is not built"
"$fake" </dev/null >/dev/null 2>&1
[ $? -eq 77 ] && skip_all "built without sd-bus"

export HOME=$S XDG_RUNTIME_DIR=$S/run XDG_CONFIG_HOME=$S/config XDG_DATA_HOME=$S/data XDG_STATE_HOME=$S/state
export DBUS_SESSION_BUS_ADDRESS=unix:path=$S/bus DBUS_SYSTEM_BUS_ADDRESS=unix:path=$S/bus
mkdir -m 700 "$XDG_RUNTIME_DIR"
private_bus "$S/bus" >"$S/bus.conf"

bus_start() {
	dbus-daemon --config-file="$S/bus.conf" --nofork --nopidfile --print-address=1 >"$S/bus.out" 2>"$S/bus.err" &
	bus_pid=$!
	wait_for 'unix:' "$S/bus.out" || skip_all "dbus-daemon does not start: $(head -1 "$S/bus.err")"
}
bus_kill() {
	kill -KILL "$bus_pid"
	wait "$bus_pid" 2>/dev/null
	bus_pid=
	rm -f "$S/bus.out"
}
fake_start() {
	rm -f "$S/moves" "$S/moved"
	mkfifo "$S/moves" "$S/moved"
	"$fake" <"$S/moves" >"$S/moved" 2>"$S/fake.err" &
	fake_pid=$!
	exec 7>"$S/moves" 8<"$S/moved"
}
fake_end() {
	exec 7>&- 8<&-
	wait "$fake_pid"
	fake_pid=
}
desktop() { # LINE: see fake_desktop.c
	local said=
	echo "$1" >&7
	read -r -t 60 said <&8
	[ "$said" = "done" ] || not_ok "the desktop does: $1" "$said $(cat "$S/fake.err")"
}
daemon_start() {
	: >"$S/log"
	"$daemon" --notify=log </dev/null >/dev/null 2>"$S/log" 7>&- 8<&- &
	pid=$!
	wait_for '^evenkeeld: ready' "$S/log"
}
daemon_end() {
	kill "$pid"
	wait "$pid"
	pid=
}
status() { "$cli" status --json | tr -d '\n'; }
holds() { status | tr '{' '\n' | sed -n 's/^ *"name": *"\([a-z-]*\)", *"since".*/\1/p' | tr '\n' ' '; }
held_are() { [ "$(holds)" = "$1" ]; }
says() { status | grep -qE -- "$1"; }
# after NAME WANTED-HOLDS LINE: the desktop does LINE, and these are the holds then
after() {
	desktop "$3"
	wait_until held_are "$2"
	is "$1" "$(holds)" "$2"
}
told() { # NAME REGEX
	if wait_until says "$2"; then ok "$1"; else not_ok "$1" "$(status)"; fi
}

echo 'a passphrase' | "$cli" setup --passphrase-fd 0 --kdf-test --no-recovery-check --no-service >"$S/setup" 2>&1 ||
	not_ok "setup" "$(cat "$S/setup")"
mkdir -p "$XDG_CONFIG_HOME/evenkeel"
{
	printf '[checkin]\nper-day = 0\n[review]\nday = off\n[hours]\n'
	for day in mon tue wed thu fri sat sun; do echo "$day = 00:00-24:00"; done
} >"$XDG_CONFIG_HOME/evenkeel/evenkeel.conf"

bus_start
daemon_start
told "without a desktop: no logind" '"screen lock and sleep: logind does not answer"'
told "and no notification server" '"do not disturb: no notification server answered"'
told "and no activity" '"activity_source": *"none: '

fake_start
desktop logind
desktop 'server dunst'
desktop mutter
told "logind and its session are found when they come" '"features":[^]]*"screen lock and sleep: logind, session 2"'
told "so is the notification server" '"features":[^]]*"do not disturb: dunst"'
told "and GNOME's idle monitor" '"activity_source": *"GNOME \(Mutter\)"'

after "locked" "locked " lock
after "locked and asleep" "locked asleep " sleep
after "awake again" "locked " wake
after "unlocked" "" unlock
after "a Lock signal alone" "locked " Lock
after "an Unlock signal" "" Unlock
after "do not disturb" "dnd " 'dnd on'
after "and locked" "dnd locked " lock
like "no prompt then, not even when asked for" "$("$cli" now micro 2>&1)" 'holds it|locked'
unlike "nor in the log" "$(cat "$S/log")" 'shown'
after "unlocked under do-not-disturb" "dnd " unlock
desktop 'dnd off'
if wait_for 'prompt 1 shown' "$S/log"; then ok "what was asked for comes when that is over"; else not_ok "what was asked for comes" "$(cat "$S/log")"; fi

after "do not disturb again" "dnd " 'dnd on'
desktop 'kill server'
desktop 'server Plasma'
wait_until held_are ""
is "another server, which may disturb" "$(holds)" ""
told "is the one that tells now" '"do not disturb: Plasma"'
after "and it does" "dnd " 'dnd on'
after "both ways" "" 'dnd off'

# A Lock that no locker heard ends when somebody comes to the keyboard.
desktop 'idle 60000'
after "a Lock that nobody heard" "locked " Lock
after "ends with input" "" input

after "locked by logind" "locked " lock
desktop 'kill logind'
told "logind is gone" '"screen lock and sleep: logind does not answer"'
is "and what was known holds" "$(holds)" "locked "
desktop logind
told "logind is back" '"screen lock and sleep: logind, session 2"'
after "and tells" "" unlock

# The daemon begins while the screen is locked.
daemon_end
desktop lock
desktop 'dnd on'
daemon_start
wait_until says '"name": *"dnd".*"name": *"locked"|"name": *"locked".*"name": *"dnd"'
like "a daemon that starts while locked knows it" "$(holds)" '^(locked dnd|dnd locked) $'
desktop unlock
after "and unlocks" "" 'dnd off'

fake_end
bus_kill
told "the bus is gone" '"screen lock and sleep: there is no system bus"'
told "both are" '"do not disturb: there is no session bus"'
bus_start
fake_start
desktop logind
desktop 'server Xfce Notify Daemon'
desktop mutter
told "the bus is back: logind" '"screen lock and sleep: logind, session 2"'
told "the notification server" '"do not disturb: Xfce Notify Daemon"'
told "the idle monitor" '"activity_source": *"GNOME \(Mutter\)"'
after "and they tell" "dnd " 'dnd on'
after "as before" "" 'dnd off'
fake_end
daemon_end

# Everything takes the call and never answers: nothing waits for it.
fake_start
for service in logind server mutter; do desktop "mute $service"; done
desktop logind
desktop 'server dunst'
desktop mutter
daemon_start
begun=$(date +%s%N)
"$cli" now micro >"$S/now" 2>&1
wait_for 'prompt 1 shown' "$S/log"
took_ms=$((($(date +%s%N) - begun) / 1000000))
like "a prompt is shown while the desktop is silent" "$(cat "$S/log")" 'prompt 1 shown'
check "without waiting for an answer ($took_ms ms), as D-Bus would for 25 seconds" test "$took_ms" -lt 20000
is "and nothing is held" "$(holds)" ""
daemon_end
is "the daemon had nothing to complain about" "$(grep -vE ': (ready|prompt 1 (shown|closed))$' "$S/log")" ""
fake_end
finish
