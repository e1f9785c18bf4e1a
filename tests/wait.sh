# Sourced by tests, by tap.sh too: waiting for what another process does, WAIT_S seconds (30) at the least before it is given up: a busy
# machine may need them, and nobody waits longer than the thing takes.
wait_until() { # COMMAND...: until it succeeds
	local i
	for ((i = 0; i < ${WAIT_S:-30} * 20; i++)); do
		"$@" >/dev/null 2>&1 && return 0
		sleep 0.05
	done
	return 1
}
wait_for() { wait_until grep -qE -- "$1" "$2"; } # REGEX FILE: until a line is like that
# ended PID: it runs no more, reaped or not; whoever's child it became may leave it as a zombie.
ended() { ! grep -qE '^State:[[:space:]]+[^ZX[:space:]]' "/proc/$1/status" 2>/dev/null; }
ends_itself() { wait_until ended "$1"; } # PID
# The notification server answers. The helper's own time for that is short, and its first start on a machine is a slow one.
server_answers() { "$BUILD/evenkeel-notify" --probe | grep -q '^caps'; }
# A configuration for dbus-daemon: a session bus at the socket PATH that starts nothing by itself.
private_bus() { # PATH
	cat <<X
<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN" "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig><type>session</type><keep_umask/><listen>unix:path=$1</listen><auth>EXTERNAL</auth>
<policy context="default"><allow send_destination="*" eavesdrop="true"/><allow eavesdrop="true"/><allow own="*"/></policy></busconfig>
X
}
