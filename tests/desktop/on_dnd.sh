#!/bin/bash
# usage (inside session.sh): on_dnd.sh BUILD    do-not-disturb of this real server, switched the way its user does: TAP
# Then the server ends and comes back, and the daemon finds out.
set -u
cd "$(dirname "$0")/../.." || exit 1
BUILD=$1
. tests/tap.sh
. tests/desktop/server.sh
name=$SESSION_SERVER
daemon= services=()
trap '[ -z "$daemon" ] || kill "$daemon" 2>/dev/null; for p in "${services[@]}"; do kill "$p" 2>/dev/null; done' EXIT
unset GSETTINGS_BACKEND # the real settings of this private desktop

serve() { # NAME: a service of the desktop, which nothing starts by itself here
	local path
	path=$(program "$1") || return 1
	"$path" >/dev/null 2>&1 &
	services+=($!)
}
told=1
case $name in
dunst) switch() { dunstctl set-paused "$1"; } ;;
xfce4-notifyd)
	serve xfconfd || { skip "$name: do not disturb" "xfconfd is not installed"; finish; }
	switch() { xfconf-query -c xfce4-notifyd -p /do-not-disturb -n -t bool -s "$1"; } ;;
mate-notification-daemon)
	serve dconf-service || { skip "$name: do not disturb" "dconf-service is not installed"; finish; }
	switch() { gsettings set org.mate.NotificationDaemon do-not-disturb "$1"; } ;;
mako) told=0 ;; # this version tells nobody
*) told=0 ;;
esac

status() { "$BUILD/evenkeel" status --json | tr -d '\n'; }
says() { status | grep -qE -- "$1"; }
held() { says '"name": *"dnd"'; }
not_held() { ! held; }

echo 'a passphrase' | "$BUILD/evenkeel" setup --passphrase-fd 0 --kdf-test --no-recovery-check --no-service >/dev/null 2>&1
is "$name: evenkeel setup" $? 0
"$BUILD/evenkeeld" --notify=auto </dev/null >"$SESSION_DIR/daemon.out" 2>"$SESSION_DIR/daemon.err" &
daemon=$!
check "$name: the daemon found the desktop" wait_until says '"notifier": *"desktop \('
if [ $told -eq 0 ]; then
	check "$name: says that it does not know of do-not-disturb" wait_until says '"missing_features":[^]]*"do not disturb: [^"]* does not tell'
else
	check "$name: knows where do-not-disturb is" wait_until says '"features":[^]]*"do not disturb: '
	check "$name: off" not_held
	switch true
	check "$name: on: held" wait_until held
	"$BUILD/evenkeel" status >"$SESSION_DIR/page"
	like "$name: and evenkeel status says so" "$(cat "$SESSION_DIR/page")" 'do not disturb since'
	switch false
	check "$name: off again" wait_until not_held
	switch true
	wait_until held
	kill "$daemon"
	wait "$daemon"
	"$BUILD/evenkeeld" --notify=auto </dev/null >"$SESSION_DIR/daemon.out" 2>"$SESSION_DIR/daemon.err" &
	daemon=$!
	check "$name: a daemon that starts under it knows" wait_until held
	switch false
	check "$name: and when it ends" wait_until not_held
fi

# The server ends, and another one comes: without a prompt in between.
kill "$SESSION_SERVER_PID"
check "$name: gone: the log is what remains" wait_until says '"notifier": *"log"'
check "$name: and do-not-disturb is not known" wait_until says '"do not disturb: no notification server answered"'
serve "$name"
check "$name: back: the desktop again" wait_until says '"notifier": *"desktop \('
kill "$daemon"
wait "$daemon"
is "$name: the daemon ends when told" $? 0
daemon=
finish
