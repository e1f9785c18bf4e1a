#!/bin/bash
# usage (inside manager.sh): on_units.sh    the installed units under a real `systemd --user`: TAP. Started by the first word at the socket,
# killed, hung, pulled in and ended by the session; what the service may and may not do.
set -u
cd "$(dirname "$0")/../.." || exit 1
. tests/tap.sh
. tests/desktop/on_units_open.sh
. tests/desktop/on_units_sandbox.sh
drop_ins=$HOME/.config/systemd/user/evenkeeld.service.d

u() { systemctl --user "$@"; }
show() { u show evenkeeld.service -p "$1" --value; }
shows() { [ "$(show "$1")" = "$2" ]; }
pid() { show MainPID; }
another_pid() { [ "$(pid)" != "$1" ] && [ "$(pid)" != 0 ]; }
status_json() { timeout 10 evenkeel status --json 2>&1 | tr -d '\n'; }
saved() { sed -n "s/^$1 //p" "$HOME/.local/state/evenkeel/schedule"; } # KEY
begin_anew() {
	u stop evenkeeld.service evenkeeld.socket 2>/dev/null
	u reset-failed evenkeeld.service evenkeeld.socket 2>/dev/null
	u start evenkeeld.socket
}
drop_in() { # NAME, the lines on stdin
	mkdir -p "$drop_ins"
	cat >"$drop_ins/$1.conf"
	u daemon-reload
}
set_up() { echo 'a passphrase of a test' | evenkeel setup --passphrase-fd 0 --no-recovery-check --kdf-test; }

# Nobody has set anything up: whoever calls hears so at once, and the socket is there for later.
u daemon-reload
u start evenkeeld.socket
out=$(timeout 10 evenkeel pause 5 2>&1)
like "without a store, a caller hears what to do" "$out" "evenkeel: there is no store in .*run 'evenkeel setup'"
wait_until shows SubState failed
is "the daemon is not started over and over" "$(show NRestarts)" 0
is "the socket still listens" "$(u is-active evenkeeld.socket)" active

out=$(set_up 2>&1)
like "setup switches it on" "$out" 'The daemon runs, and starts with your session'
is "the service is active: it said that it is ready" "$(show ActiveState) $(show SubState) $(show Type)" "active running notify"
is "and enabled, as is its socket" "$(u is-enabled evenkeeld.service evenkeeld.socket | tr '\n' ' ')" "enabled enabled "

begin_anew
is "stopped, only the socket is there" "$(show ActiveState) $(u is-active evenkeeld.socket)" "inactive active"
is "a socket for this person alone" "$(stat -c %a%F "$XDG_RUNTIME_DIR/evenkeel" "$XDG_RUNTIME_DIR/evenkeel/ctl.sock" | tr '\n' ' ')" "700directory 600socket "
like "the first call starts the daemon, which answers it" "$(status_json)" '"daemon_running": true'
is "by its socket" "$(show ActiveState) $(show NRestarts)" "active 0"

# A crash. The caller is waiting already when it comes: the daemon stands still before.
first=$(pid)
kill -STOP "$first"
evenkeel pause 30 >"$HOME/waiting" 2>&1 &
waiting=$!
sleep 0.5
kill -KILL "$first"
wait "$waiting"
is "whoever waits through a crash is served" "$?$(cat "$HOME/waiting")" "0Paused."
check "by a new process" another_pid "$first"
is "restarted once" "$(show NRestarts) $(show ActiveState)" "1 active"

evenkeel pause 60 >/dev/null
u stop evenkeeld.service 2>/dev/null
is "a stop ends it cleanly" "$(show Result) $(show ExecMainStatus)" "success 0"
seed=$(saved seed) until=$(saved pause)
like "and writes the schedule" "$seed $until" '^[0-9a-f]{16} [0-9]{10}$'
like "the next start has it" "$(status_json)" '"name": "paused"'
u restart evenkeeld.service
like "a restart keeps it, too" "$(status_json)" '"name": "paused"'
u stop evenkeeld.service 2>/dev/null
is "the same draws" "$(saved seed)" "$seed"
again=$(saved pause)
check "the same end of the pause, to a second or two: $until, $again" test $((until - again)) -le 2 -a $((until - again)) -ge -2

# It stands still: the manager notices, ends it and starts it again.
printf '[Service]\nWatchdogSec=2s\n' | drop_in watchdog
begin_anew
status_json >/dev/null
hung=$(pid)
sleep 5
is "with a sign of life each second it lives on" "$(pid) $(show NRestarts)" "$hung 0"
before=$(show WatchdogTimestampMonotonic)
check "the signs follow the setting" wait_until eval '! shows WatchdogTimestampMonotonic "$before"'
kill -STOP "$hung"
check "one that hangs is replaced" wait_until another_pid "$hung"
wait_until shows ActiveState active
is "by the watchdog, once" "$(show NRestarts) $(show ActiveState)" "1 active"
like "and serves" "$(status_json)" '"daemon_running": true'
rm "$drop_ins/watchdog.conf"

# The desktop's session pulls it in and takes it away.
cat >"$HOME/.config/systemd/user/a-desktop.target" <<'X'
[Unit]
BindsTo=graphical-session.target
X
u daemon-reload
u stop evenkeeld.service evenkeeld.socket
u start a-desktop.target
check "the graphical session starts it" wait_until shows ActiveState active
u stop a-desktop.target
check "and its end stops it" wait_until shows ActiveState inactive
is "cleanly" "$(show Result)" success

# The autostart's entry beside it: of the two, one daemon, whoever comes first; and it alone starts one.
if [ -x /usr/lib/systemd/user-generators/systemd-xdg-autostart-generator ]; then
	mkdir -p "$HOME/.config/autostart"
	cp /usr/local/share/doc/evenkeel/examples/evenkeeld.desktop "$HOME/.config/autostart"
	echo 'Wants=xdg-desktop-autostart.target' >>"$HOME/.config/systemd/user/a-desktop.target"
	entry=app-evenkeeld@autostart.service
	entry_ended() { [ "$(u show $entry -p ExecMainCode --value)" != 0 ] && [ "$(u show $entry -p SubState --value)" = dead ]; }
	u daemon-reload
	begin_anew
	u start a-desktop.target
	wait_until entry_ended
	is "an autostart beside the service ends quietly" "$(u show $entry -p Result -p ExecMainStatus --value | tr '\n' ' ')" "success 0 "
	like "and the service runs, once" "$(status_json) $(pgrep -xc evenkeeld) $(show NRestarts)" '"daemon_running": true.* 1 0$'
	u stop a-desktop.target
	u stop evenkeeld.service evenkeeld.socket
	u disable evenkeeld.service evenkeeld.socket 2>/dev/null
	u start a-desktop.target
	wait_until eval 'status_json | grep -q "\"daemon_running\": true"'
	is "without the service it is the daemon" "$(show ActiveState) $(u is-active $entry)" "inactive active"
	u stop a-desktop.target $entry
	rm -r "$HOME/.config/autostart"
	u enable evenkeeld.service evenkeeld.socket 2>/dev/null
else
	skip "an autostart beside the service ends quietly" "systemd's generator for autostart is not here"
fi

# A check-in, all the way: helper, server, an answer, the store. The server presses the first button by itself.
stored() { echo 'a passphrase of a test' | EVENKEEL_PASSPHRASE_FD=0 evenkeel history --json 2>/dev/null | grep -c '"form": "check-in"'; }
shown_by_desktop() { status_json | grep -q '"notifier": "desktop'; }
ask_with_server() {
	tests/desktop/fake_server answer0 "$HOME/server.log" >"$HOME/server.out" 2>/dev/null &
	server=$!
	wait_for ready "$HOME/server.out"
	begin_anew
	wait_until shown_by_desktop
	evenkeel resume >/dev/null
	evenkeel now checkin >/dev/null
}
server_ends() { kill "$server"; wait "$server" 2>/dev/null; }
answer_once() { # WHERE
	if [ ! -x tests/desktop/fake_server ]; then skip "$1: a check-in is asked, answered and stored" "built without sd-bus"; return; fi
	local before
	before=$(stored)
	ask_with_server
	wait_for '^category x-evenkeel.notice' "$HOME/server.log"
	is "$1: a check-in is asked, answered and stored" "$(stored)" "$((before + 1))"
	server_ends
	u stop evenkeel-open.service # its button was pressed, too
}
answer_once "as installed"

# What it may: as the unit says, and as the kernel holds it to.
begin_anew
status_json >/dev/null
is "limits" "$(for name in MemoryMax TasksMax LimitCORE UMask NoNewPrivileges; do show $name; done | tr '\n' ' ')" "67108864 16 0 0077 yes "
held=$(cat "/proc/$(pid)/status" 2>/dev/null)
like "no new privileges, in the kernel" "$held" 'NoNewPrivs:.1'
like "calls are filtered, in the kernel" "$held" 'Seccomp:.2'
like "files are made for this person alone" "$held" 'Umask:.0077'
group=/sys/fs/cgroup$(show ControlGroup)
if [ -e "$group/memory.max" ]; then
	is "the memory limit is in force" "$(cat "$group/memory.max")" 67108864
else
	skip "the memory limit is in force" "no memory controller is handed down to a user manager here"
fi
# The same service with another program in it, which tries what the daemon never should.
probe() { # a line of Python: the last line of what comes of it, as the service
	local here=$HOME/.local/state/evenkeel
	sed -e '/^\[Unit\]/,/^$/d' -e '/^\[Install\]/,$d' -e 's/^Type=.*/Type=oneshot/' -e '/^ExecReload\|^Restart\|^Watchdog/d' \
		-e 's|^ExecStart=.*|ExecStart=/bin/sh -c "exec /usr/bin/python3 probe.py >probed 2>\&1"|' -e "/^Type=/aWorkingDirectory=$here" \
		/usr/local/lib/systemd/user/evenkeeld.service >"$HOME/.config/systemd/user/probe.service"
	printf '%s\n' "$1" >"$here/probe.py"
	: >"$here/probed"
	u daemon-reload
	u start probe.service 2>/dev/null
	u reset-failed probe.service 2>/dev/null
	tail -1 "$here/probed"
}
if [ -x /usr/bin/python3 ]; then
	is "the probe itself runs" "$(probe 'import socket; socket.socket(socket.AF_UNIX); print("allowed")')" allowed
	like "no network" "$(probe 'import socket; socket.socket(socket.AF_INET)')" 'Address family not supported'
	like "no memory that is written and run" "$(probe 'import mmap; mmap.mmap(-1, 4096, prot=7)')" 'not permitted'
	like "no namespaces" "$(probe 'import ctypes,os; c=ctypes.CDLL(None,use_errno=True); r=c.unshare(0x10000000); raise OSError(ctypes.get_errno(),os.strerror(ctypes.get_errno())) if r else SystemExit("made one")')" 'not permitted'
	like "no file that runs as its owner" "$(probe "import os; open('suid', 'w'); os.chmod('suid', 0o4700)")" 'not permitted'
else
	skip "what the service may not do" "python3 is not installed"
fi
exposure=$(systemd-analyze security --offline=true /usr/local/lib/systemd/user/evenkeeld.service 2>&1 | sed -n 's/.*exposure level for evenkeeld.service: \([0-9.]*\).*/\1/p')
check "exposed at most 6.0: $exposure" awk -v e="$exposure" 'BEGIN { exit !(e != "" && e <= 6.0) }'

page_in_browser
sandbox
finish
