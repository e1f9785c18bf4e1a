#!/bin/bash
# usage (inside session.sh): press.sh LABEL | --close | --labels | --shot FILE.png
# Presses the button LABEL of the notification on screen, or closes it as the person would; waits up to five seconds for
# it. Exit 1: no such button. dunst and mako draw none: the one is asked through its menu, the other through makoctl.
set -u
here=$(cd "$(dirname "$0")" && pwd)
window() { xdotool search --onlyvisible --name '^Dunst$' 2>/dev/null | tail -1; }

shot() {
	if [ -n "${WAYLAND_DISPLAY:-}" ]; then timeout 10 grim "$1"; else timeout 10 import -window root "$1"; fi
}

dunst() {
	local i
	for ((i = 0; i < 50; i++)); do [ -n "$(window)" ] && break; sleep 0.1; done
	case $1 in
	--labels) rm -f "$SESSION_DIR/menu.wanted"; timeout 5 dunstctl context; sleep 0.3; cat "$SESSION_DIR/menu.seen" ;;
	--close) xdotool mousemove --window "$(window)" 60 20 sleep 0.2 click 3 ;;
	*)
		printf '%s' "$1" >"$SESSION_DIR/menu.wanted"
		timeout 5 dunstctl context
		for ((i = 0; i < 30; i++)); do [ -e "$SESSION_DIR/menu.wanted" ] || break; sleep 0.1; done
		grep -qF "#$1 (" "$SESSION_DIR/menu.seen"
		;;
	esac
}

mako() {
	case $1 in
	--close) timeout 5 makoctl dismiss ;;
	*) timeout 10 /usr/bin/python3 "$here/press_mako.py" "$1" ;;
	esac
}

case $1 in
--shot) shot "$2" ;;
*)
	case $SESSION_SERVER in
	dunst) dunst "$1" ;;
	mako) mako "$1" ;;
	*) timeout 15 /usr/bin/python3 -W ignore "$here/press.py" "$1" ;;
	esac
	;;
esac
