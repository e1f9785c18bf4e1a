#!/bin/bash
# usage: manager.sh ROOT SECONDS COMMAND [ARGS...]
# Runs COMMAND beside a real `systemd --user`, as a person who exists only here: a home, a runtime directory and a session bus of
# their own, and what ROOT/usr/local holds (make install DESTDIR=ROOT) lying in /usr/local. Inside: HOME, XDG_RUNTIME_DIR,
# DBUS_SESSION_BUS_ADDRESS, SESSION_DIR (scratch).
# Needs root, for namespaces of processes and mounts, in which all of it ends: nothing is mounted outside, no process outlives this one,
# and the control group is taken away.
# Exit status: COMMAND's; 77 when something is missing here, 78 when the manager does not start; stderr says what.
set -u
[ "${1:-}" = --inside ] || {
	root=$(realpath "$1") limit=$2
	shift 2
	absent() { echo "$1" >&2; exit 77; }
	manager=
	for program in /usr/lib/systemd/systemd /lib/systemd/systemd; do [ -x $program ] && manager=$program; done
	[ -n "$manager" ] || absent "systemd is not installed"
	for tool in systemctl unshare setpriv dbus-daemon; do command -v $tool >/dev/null || absent "$tool is not installed"; done
	unshare --mount --pid --fork --mount-proc true 2>/dev/null || absent "no namespaces of mounts and processes here"

	S=$(mktemp -d "${TMPDIR:-/tmp}/evenkeel-manager.XXXXXX") || exit 1
	chmod 755 "$S"
	# One group in each tree that systemd might use: the one of version 2, and version 1's own for systemd.
	groups=() child=
	while IFS=: read -r _ name own; do
		case $name in '') trees="/sys/fs/cgroup /sys/fs/cgroup/unified" ;; name=systemd) trees=/sys/fs/cgroup/systemd ;; *) continue ;; esac
		for tree in $trees; do
			[ -e "$tree/cgroup.procs" ] && mkdir -p "$tree${own%/}/evenkeel-$$" 2>/dev/null && groups+=("$tree${own%/}/evenkeel-$$")
		done
	done </proc/self/cgroup
	cleanup() {
		local i group
		trap - EXIT INT TERM
		[ -z "$child" ] || kill -KILL "$child" 2>/dev/null # with it all in its namespaces
		for ((i = 0; i < 50; i++)); do
			for group in "${groups[@]}"; do find "$group" -depth -type d -exec rmdir {} + 2>/dev/null; done
			for group in "${groups[@]}"; do [ -d "$group" ] && { sleep 0.1; continue 2; }; done
			break
		done
		rm -rf "$S"
	}
	trap cleanup EXIT
	trap 'exit 130' INT TERM
	[ ${#groups[@]} -gt 0 ] || absent "no control group can be made here"
	unshare --mount --pid --fork --kill-child --mount-proc --propagation private \
		"$0" --inside "$S" "$root" "$limit" "$manager" "${#groups[@]}" "${groups[@]}" "$@" &
	child=$!
	wait "$child"
	status=$?
	child=
	exit $status
}

S=$2 root=$3 limit=$4 manager=$5 count=$6
shift 6
broken() { echo "$1" >&2; exit 78; }
. "$(dirname "$0")/../wait.sh"
uid=7411
for group in "${@:1:count}"; do
	# Limits come into force where the tree is handed down with its controllers.
	for controller in memory pids; do echo "+$controller" >"${group%/*}/cgroup.subtree_control"; done 2>/dev/null
	chown -R $uid:$uid "$group"
	echo 0 >"$group/cgroup.procs"
done
shift "$count"

mkdir -p /run/systemd
# Two directories that are there where systemd runs the machine: what it asks for to know, and where it builds a service's own view of the files.
mount -t tmpfs -o mode=755 tmpfs /run/systemd && mkdir -m 700 /run/systemd/unit-root && mkdir /run/systemd/system || broken "nothing can be mounted"
mount --bind "$root/usr/local" /usr/local || broken "nothing can be mounted"
for file in passwd group; do
	{ cat /etc/$file; [ $file = passwd ] && echo "evenkeel-test:x:$uid:$uid::$S/home:/bin/sh" || echo "evenkeel-test:x:$uid:"; } >"$S/$file"
	chmod 644 "$S/$file"
	mount --bind "$S/$file" /etc/$file
done
mkdir -p "$S/home/.config/systemd/user" "$S/run"
chmod 700 "$S/home" "$S/run"
# Of the system's units only targets and what the test starts: no sound server, no key agents.
[ ! -d /etc/systemd/user ] || mount -t tmpfs -o mode=755 tmpfs /etc/systemd/user || broken "nothing can be mounted"
# The session bus is the manager's own, as where people work, so that it can be asked for units over it; its settings are ours.
printf '[Socket]\nListenStream=%s\n' "$S/run/bus" >"$S/home/.config/systemd/user/dbus.socket"
printf '[Unit]\nRequires=dbus.socket\n[Service]\nType=notify\nNotifyAccess=main\nExecStart=dbus-daemon --config-file=%s --address=systemd: --nofork --nopidfile --systemd-activation\n' \
	"$S/bus.conf" >"$S/home/.config/systemd/user/dbus.service"
chown -R $uid:$uid "$S/home" "$S/run"
private_bus "$S/run/bus" >"$S/bus.conf"

unset "${!XDG_@}" DISPLAY WAYLAND_DISPLAY
export HOME=$S/home USER=evenkeel-test LOGNAME=evenkeel-test PATH=/usr/local/bin:/usr/bin:/bin SESSION_DIR=$S
export XDG_RUNTIME_DIR=$S/run DBUS_SESSION_BUS_ADDRESS=unix:path=$S/run/bus
as_person() { exec setpriv --reuid=$uid --regid=$uid --clear-groups --inh-caps=-all "$@"; }
# Those that are to run later must not hold what the caller waits for: the end of stdout.
(as_person "$manager" --user --log-target=console) >"$S/manager.log" 2>&1 &
wait_until test -S "$S/run/systemd/private" || broken "systemd --user: $(tail -1 "$S/manager.log")"
(as_person systemctl --user start dbus.service) >"$S/bus.log" 2>&1 || broken "dbus-daemon: $(tail -1 "$S/bus.log")"
(as_person timeout -k 5 "$limit" "$@")
