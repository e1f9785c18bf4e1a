#!/bin/bash
# Whoever stores and finds something amiss says so: the client at once, the daemon in its log and in status, without a passphrase.
cd "$(dirname "$0")/../.." || exit 1
. tests/tap.sh
. tests/cli/client.sh
store=$XDG_DATA_HOME/evenkeel
make_store
export EVENKEEL_PASSPHRASE_FILE=$pass
run ek checkin stress=1
is "a check-in" "$code" 0
is "nothing amiss, no word" "$err" ""
rm "$store/seal"
run ek checkin stress=1
is "without the seal" "$code" 0
like "it is stored, and what was mended is said" "$err" "^evenkeel: the store's seal was gone .* the next unlock will say so"
run ek checkin stress=1
is "once" "$err" ""
run ek verify
is "verify names it" "$code" 5
run ek verify --accept
is "accepted" "$code" 0

if ! command -v python3 >/dev/null; then skip "the daemon says so, too" "no python3"; finish; fi
daemon_starts
rm "$store/seal"
check "the daemon stores an answer" python3 - "$XDG_RUNTIME_DIR/evenkeel/ctl.sock" <<-'END'
	import socket, sys
	peer = socket.socket(socket.AF_UNIX)
	peer.settimeout(10)
	peer.connect(sys.argv[1])
	peer.sendall(b"EVKC\1\7\0\0\1\0\0\0\0")  # a hard call that is not stored yet
	sys.exit(peer.recv(12)[5:6] != b"\x80")
END
like "status says it" "$(ek status --json | grep '"trouble"')" "[Tt]he store's seal was (gone|lost)"
like "the log says it, once" "$(grep -c "evenkeeld: the store's seal was gone" "$dir/daemon.log")" '^1$'
like "with nothing but that" "$(grep seal "$dir/daemon.log")" "^evenkeeld: the store's seal was gone or unreadable; a new chain has begun, and the next unlock will say so$"
# Behind the answer the database's log is emptied: nothing of it waits there until the daemon ends.
is "the log is empty" "$(stat -c %s "$store/store.db-wal" 2>/dev/null || echo 0)" 0
finish
