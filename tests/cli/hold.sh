# Sourced by check_*.sh behind client.sh: the store, and its lock held by another program. Needs flock.
store=$XDG_DATA_HOME/evenkeel
holder=
hold() { # NAME: until let_go; the lock goes with its process
	rm -f "$dir/held"
	(flock 9; : >"$dir/held"; exec sleep 600) 9>>"$store/write.lock" >/dev/null 2>&1 &
	holder=$!
	if wait_until test -e "$dir/held"; then ok "$1"; else not_ok "$1"; fi
}
let_go() { kill "$holder"; wait "$holder" 2>/dev/null; holder=; }
hold_cleanup() { [ -n "$holder" ] && kill "$holder"; client_cleanup; }
trap hold_cleanup EXIT
