# Sourced after tests/wait.sh inside a session: the notification servers, and where their programs are.
# program NAME: servers and services live in directories that are in nobody's PATH
program() {
	local f
	for f in /usr/lib/"$1"/"$1" /usr/lib/*/"$1" /usr/lib/*/*/"$1" /usr/lib/*/*/*/"$1" /usr/libexec/"$1" /usr/libexec/*/"$1"; do
		[ -f "$f" ] && [ -x "$f" ] && { echo "$f"; return; }
	done
	command -v "$1"
}

# dunst has no buttons: its menu is a program, which here picks the line that press.sh wants.
configure_dunst() {
	mkdir -p "$XDG_CONFIG_HOME/dunst"
	cat >"$XDG_CONFIG_HOME/dunst/dunstrc" <<X
[global]
  width = 420
  font = DejaVu Sans 11
  idle_threshold = 0
  dmenu = $SESSION_DIR/menu
  mouse_right_click = close_current
X
	cat >"$SESSION_DIR/menu" <<X
#!/bin/sh
tee "$SESSION_DIR/menu.seen" | grep -F "#\$(cat "$SESSION_DIR/menu.wanted") (" | head -1
rm -f "$SESSION_DIR/menu.wanted"
X
	chmod +x "$SESSION_DIR/menu"
}

server_there() {
	dbus-send --session --print-reply --dest=org.freedesktop.DBus / org.freedesktop.DBus.NameHasOwner \
		string:org.freedesktop.Notifications | grep -q 'boolean true'
}
server_gone() { ! server_there; }
# Sets server_pid. 1: it is not installed, or does not take its name; $SESSION_DIR/server.log says why.
server_start() { # NAME
	local path
	path=$(program "$1") || return 1
	[ "$1" != dunst ] || configure_dunst
	"$path" >"$SESSION_DIR/server.log" 2>&1 &
	server_pid=$!
	wait_until server_there
}
server_kill() {
	kill -KILL "$server_pid"
	wait "$server_pid" 2>/dev/null # where it is our child
	wait_until server_gone
}
