#!/bin/bash
# usage: session.sh SERVER SECONDS COMMAND [ARGS...]
# Runs COMMAND on a desktop of its own: private HOME and runtime directory, a session bus that starts nothing by itself, an X
# server, the accessibility bus (so that buttons can be found by their label), and the notification server SERVER: dunst, xfce4-notifyd,
# notification-daemon, mate-notification-daemon, lxqt-notificationd, mako (under a headless sway), none, or bus (no display either); "sway" is
# none under sway. Ends what it started.
# Inside: DISPLAY or WAYLAND_DISPLAY and SWAYSOCK, SESSION_SERVER, SESSION_DIR (scratch), SESSION_SERVER_PID, SESSION_BUS_PID,
# SESSION_X_PID, SESSION_SWAY_PID.
# Exit status: COMMAND's; 77 when something that this server needs is not installed, 78 when it does not start; stderr says what.
set -u
server=$1 limit=$2
shift 2
S=$(mktemp -d "${TMPDIR:-/tmp}/evenkeel-session.XXXXXX") || exit 1
pids=()
cleanup() {
	trap - EXIT INT TERM
	for ((i = ${#pids[@]} - 1; i >= 0; i--)); do kill "${pids[i]}" 2>/dev/null; done
	sleep 0.2
	for pid in "${pids[@]}"; do kill -KILL "$pid" 2>/dev/null; done
	rm -rf "$S"
}
trap cleanup EXIT
trap 'exit 130' INT TERM
absent() { echo "$1 is not installed" >&2; exit 77; }
broken() { echo "$1" >&2; exit 78; }
. "$(dirname "$0")/../wait.sh"
. "$(dirname "$0")/sway.sh"
. "$(dirname "$0")/server.sh"

mkdir -p "$S/home/.config" "$S/run"
chmod 700 "$S/run"
export HOME=$S/home XDG_RUNTIME_DIR=$S/run SESSION_DIR=$S SESSION_SERVER=$server GSETTINGS_BACKEND=memory LANG=C.UTF-8
export XDG_CONFIG_HOME=$S/home/.config XDG_DATA_HOME=$S/home/.local/share XDG_STATE_HOME=$S/home/.local/state XDG_CACHE_HOME=$S/home/.cache
unset DISPLAY WAYLAND_DISPLAY LC_ALL LANGUAGE EVENKEEL_NOW
case $server in none | sway | bus) has_server= ;; *) has_server=yes ;; esac
if [ $has_server ]; then program "$server" >/dev/null || absent "$server"; fi

# The bus.
command -v dbus-daemon >/dev/null || absent dbus-daemon
private_bus "$S/run/bus" >"$S/bus.conf"
export DBUS_SESSION_BUS_ADDRESS=unix:path=$S/run/bus
dbus-daemon --config-file="$S/bus.conf" --nofork --nopidfile 2>"$S/bus.log" &
export SESSION_BUS_PID=$!
pids+=($SESSION_BUS_PID)
wait_until test -S "$S/run/bus" || broken "dbus-daemon: $(tail -1 "$S/bus.log")"

# The display.
start_x() {
	for tool in Xvfb xdotool import; do command -v $tool >/dev/null || absent $tool; done
	Xvfb -displayfd 3 -screen 0 1024x640x24 -nolisten tcp -noreset 3>"$S/display" >"$S/x.log" 2>&1 &
	export SESSION_X_PID=$!
	pids+=($SESSION_X_PID)
	wait_until test -s "$S/display" || broken "Xvfb: $(tail -1 "$S/x.log")"
	DISPLAY=:$(cat "$S/display")
	export DISPLAY GDK_BACKEND=x11 QT_QPA_PLATFORM=xcb XDG_SESSION_TYPE=x11 QT_LINUX_ACCESSIBILITY_ALWAYS_ON=1
	if command -v openbox >/dev/null; then
		openbox --sm-disable >"$S/openbox.log" 2>&1 &
		pids+=($!)
	fi
	local a11y
	a11y=$(program at-spi-bus-launcher) || absent at-spi2-core
	"$a11y" --launch-immediately >"$S/a11y.log" 2>&1 &
	pids+=($!)
	wait_until dbus-send --session --print-reply --dest=org.a11y.Bus /org/a11y/bus org.a11y.Bus.GetAddress
}

start_sway() {
	for tool in sway $([ "$server" = mako ] && echo grim makoctl); do command -v $tool >/dev/null || absent $tool; done
	local status
	sway_start "$S"
	status=$?
	pids+=($SWAY_PID)
	[ $status -eq 0 ] || broken "sway: $(tail -1 "$S/sway.log")"
	export WAYLAND_DISPLAY SWAYSOCK SESSION_SWAY_PID=$SWAY_PID XDG_SESSION_TYPE=wayland
}

case $server in mako | sway) start_sway ;; bus) ;; *) start_x ;; esac

# The server.
if [ $has_server ]; then
	server_start "$server"
	status=$?
	export SESSION_SERVER_PID=$server_pid
	pids+=($SESSION_SERVER_PID)
	[ $status -eq 0 ] || broken "$server does not take its name: $(tail -1 "$S/server.log")"
fi
timeout -k 5 "$limit" "$@"
