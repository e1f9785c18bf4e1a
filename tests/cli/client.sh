# Sourced by check_*.sh behind tap.sh: a private Evenkeel in $dir, the client as "ek", a store made in a moment.
dir=$(mktemp -d "${TMPDIR:-/tmp}/client.XXXXXX") || exit 1
daemon_pid=
client_cleanup() {
	if [ -n "$daemon_pid" ]; then kill "$daemon_pid" 2>/dev/null; wait "$daemon_pid" 2>/dev/null; fi
	rm -rf "$dir"
}
trap client_cleanup EXIT
export HOME=$dir/home XDG_RUNTIME_DIR=$dir/run XDG_CONFIG_HOME=$dir/home/config XDG_DATA_HOME=$dir/home/data XDG_STATE_HOME=$dir/home/state
mkdir -m 700 "$HOME" "$XDG_RUNTIME_DIR"
unset EVENKEEL_NOW EVENKEEL_PASSPHRASE_FD EVENKEEL_PASSPHRASE_FILE LANGUAGE NO_COLOR COLUMNS
pass=$dir/passphrase conf=$XDG_CONFIG_HOME/evenkeel/evenkeel.conf
(umask 077; echo 'four words for tests' >"$pass")

ek() { "$BUILD/evenkeel" "$@"; }
# run COMMAND...: its status in $code, stdout in $out, stderr in $err
run() { out=$("$@" 2>"$dir/err" </dev/null); code=$?; err=$(cat "$dir/err"); }
make_store() { ek setup --passphrase-fd 3 --kdf-test --no-recovery-check --no-service 3<"$pass" >"$dir/setup" 2>&1; }
unlocked() { EVENKEEL_PASSPHRASE_FILE=$pass ek "$@" 2>/dev/null; }
start_daemon() { # until it answers; not inside a subshell, which would keep its id for itself
	"$BUILD/evenkeeld" --notify=log </dev/null >/dev/null 2>"$dir/daemon.log" &
	daemon_pid=$!
	wait_until daemon_is_settled && daemon_is_up
}
daemon_is_up() { [ -S "$XDG_RUNTIME_DIR/evenkeel/ctl.sock" ] && ek status --json 2>/dev/null | grep -q '"daemon_running": true'; }
daemon_is_settled() { daemon_is_up || ended "$daemon_pid"; }
# An answer as a desktop's prompt gives it: stress 0, 1 or 2. Fails unless the daemon took it.
tell_daemon() { # VALUE
	python3 - "$XDG_RUNTIME_DIR/evenkeel/ctl.sock" "$1" <<-'END'
		import socket, sys
		peer = socket.socket(socket.AF_UNIX)
		peer.settimeout(60)
		peer.connect(sys.argv[1])
		peer.sendall(b"EVKC\1\7\0\0\1\0\0\0" + bytes([int(sys.argv[2])]))
		sys.exit(peer.recv(12)[5:6] != b"\x80")
	END
}
daemon_starts() { if start_daemon; then ok "the daemon starts"; else not_ok "the daemon starts" "$(cat "$dir/daemon.log")"; fi; }
stop_daemon() { kill "$daemon_pid" 2>/dev/null; wait "$daemon_pid" 2>/dev/null; daemon_pid=; }
# on_terminal KEYS COMMAND...: with a terminal of its own, keys typed ahead; what stands on the screen
on_terminal() {
	local keys=$1; shift
	printf "%b" "$keys" | TERM=dumb script -qec "$*" /dev/null 2>&1
}
has_terminal() { command -v script >/dev/null && [ "$(script -qec 'echo yes' /dev/null </dev/null 2>/dev/null | tr -d '\r\n')" = yes ]; }
# converse COMMAND [REGEX KEYS]...: each KEYS typed once REGEX stands on the screen; what stands there in the end
converse() {
	local command=$1 screen=$dir/screen; shift
	: >"$screen"
	{
		while [ $# -gt 0 ]; do
			wait_for "$1" "$screen"
			printf '%b' "$2"
			shift 2
		done
		wait_for 'Script done' "$screen"
	} | TERM=dumb script -fec "$command" "$screen" >/dev/null 2>&1
	sed '1d;$d' "$screen"
}
# killed SIGNAL WORDS [REGEX KEYS]...: converse with the client, and then a signal to it; the last REGEX stands there when it comes
killed() {
	local signal=$1 words=$2 last; shift 2
	last=${*: -2:1}
	rm -f "$dir/screen" "$dir/pid"
	converse "echo \$\$ >$dir/pid; exec $BUILD/evenkeel $words" "$@" >/dev/null &
	wait_for "$last" "$dir/screen"
	kill -"$signal" "$(cat "$dir/pid")"
	wait $!
}
# What is exported as json and taken in by a store of its own ($dir/two) is exported there as the same.
moves_whole() {
	unlocked export --format json >"$dir/one.json"
	ek --store "$dir/two" setup --kdf-test --no-recovery-check --no-service --passphrase-fd 9 9<"$pass" >/dev/null 2>&1
	unlocked --store "$dir/two" import "$dir/one.json" >/dev/null
	unlocked --store "$dir/two" export --format json >"$dir/two.json"
	check "an import makes the same export" cmp "$dir/one.json" "$dir/two.json"
}
