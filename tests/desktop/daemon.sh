# Sourced after tests/tap.sh inside session.sh, with $BUILD: a daemon of this session whose holds and source of activity can be seen.
# A pause of ten seconds is the longest break, so "away" comes after that; idle is known after two.
settings=('[activity]' 'idle-after = 2s' '[micro]' 'for = 5s' '[rest]' 'for = 10s' '[checkin]' 'per-day = 0')
passphrase='a passphrase of a test'
daemon=
# Its exit status. Not for check, which runs its command in a subshell.
daemon_end() { # [SIGNAL]
	local pid=$daemon
	daemon=
	[ -n "$pid" ] || return 0
	kill "-${1:-TERM}" "$pid" && wait "$pid" 2>/dev/null
}
trap daemon_end EXIT

daemon_set_up() {
	mkdir -p "$XDG_CONFIG_HOME/evenkeel"
	{
		printf '%s\n' "${settings[@]}" '[review]' 'day = off' '[hours]'
		printf '%s = 00:00-24:00\n' mon tue wed thu fri sat sun
	} >"$XDG_CONFIG_HOME/evenkeel/evenkeel.conf"
	echo "$passphrase" | "$BUILD/evenkeel" setup --passphrase-fd 0 --no-recovery-check --no-service --kdf-test \
		>"$SESSION_DIR/setup.out" 2>&1
}
# Sets ready_ms, from the start to the word "ready".
daemon_start() { # [NOTIFY]
	local begun
	: >"$SESSION_DIR/daemon.err"
	begun=$(date +%s%N)
	"$BUILD/evenkeeld" "--notify=${1:-log}" </dev/null >/dev/null 2>"$SESSION_DIR/daemon.err" &
	daemon=$!
	until grep -q ready "$SESSION_DIR/daemon.err"; do
		kill -0 "$daemon" 2>/dev/null || return 1
		[ $(($(date +%s%N) - begun)) -lt 10000000000 ] || return 1
	done
	ready_ms=$((($(date +%s%N) - begun) / 1000000))
}
status_json() { timeout 2 "$BUILD/evenkeel" status --json | tr -d '\n'; }
says() { status_json | grep -qE -- "$1"; } # REGEX
source_now() { status_json | sed -n 's/.*"activity_source": *"\([^"]*\)".*/\1/p'; }
source_like() { source_now | grep -qE "$1"; }
away() { status_json | grep -qE '"name": *"away"'; }
back() { status_json | grep -qE '"holds": *\[\]'; }
