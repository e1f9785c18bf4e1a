#!/bin/bash
# A full disk under the daemon: what it has to store waits in its memory, the person is told, and once there is room it is stored.
cd "$(dirname "$0")/../.." || exit 1
. tests/tap.sh
. tests/cli/client.sh
store=$XDG_DATA_HOME/evenkeel
mkdir -p -m 700 "$XDG_DATA_HOME" "$store"
if ! command -v python3 >/dev/null; then skip "an answer on a full disk waits in memory" "no python3"; finish; fi
if ! mount -t tmpfs -o size=600k,mode=700 none "$store" 2>/dev/null; then
	skip "an answer on a full disk waits in memory" "no disk can be mounted here"
	finish
fi
# umount(8) looks into /proc, which a bare root may lack; 2 is MNT_DETACH.
unmount() {
	umount -l "$store" 2>/dev/null ||
		python3 -c 'import ctypes, os, sys; ctypes.CDLL(None).umount2(os.fsencode(sys.argv[1]), 2)' "$store"
	client_cleanup
}
trap unmount EXIT
make_store
ek checkin stress=1 >/dev/null
export EVENKEEL_PASSPHRASE_FILE=$pass
before=$(unlocked verify | cut -d' ' -f1)
daemon_starts

# An answer that the daemon itself stores, as those on the desktop: a hard call, by the control socket's frame with "stored" = 0.
daemon_answers() {
	python3 - "$XDG_RUNTIME_DIR/evenkeel/ctl.sock" <<-'END'
		import socket, sys
		peer = socket.socket(socket.AF_UNIX)
		peer.settimeout(60)
		peer.connect(sys.argv[1])
		peer.sendall(b"EVKC\1\7\0\0\1\0\0\0\0")
		sys.exit(peer.recv(12)[5:6] != b"\x80")
	END
}
state() { ek status --json | grep -E '"(waiting_records|trouble)"' | tr -d '\n'; }

head -c 1M /dev/zero >"$store/filler" 2>/dev/null
sync
run ek checkin stress=2
is "the client refuses" "$code" 1
like "and says why" "$err" "the disk is full; make room"
run ek verify
is "reading works" "$code" 0
like "all is there" "$out$err" "^$before record"

check "the daemon takes an answer" daemon_answers
like "it waits in memory, and status says why" "$(state)" '"trouble": ".*disk is full.*"waiting_records": 1,'
check "and another" daemon_answers
like "both wait" "$(state)" '"trouble": ".*disk is full.*"waiting_records": 2,'
run ek status
is "status works" "$code" 0
like "and tells the person" "$(printf '%s' "$out$err" | tr '\n' ' ')" "2 answers wait in memory"
like "the log says it, once" "$(grep -c 'the store takes no records: .*disk is full' "$dir/daemon.log")" '^1$'
run ek verify
like "none of it is stored" "$out$err" "^$before record"
kill -0 "$daemon_pid"; is "the daemon lives" $? 0

rm "$store/filler"
check "with room again the next answer" daemon_answers
like "takes along those that waited" "$(state)" '"trouble": null.*"waiting_records": 0,'
run ek verify
is "verify" "$code" 0
like "all three" "$out" "^$((before + 3)) record"
run ek checkin stress=2
is "the client goes on, too" "$code" 0

# Whatever still waits when the daemon ends is tried once more.
head -c 1M /dev/zero >"$store/filler" 2>/dev/null
check "full again" daemon_answers
like "it waits" "$(state)" '"waiting_records": 1,'
rm "$store/filler"
stop_daemon
run ek verify
is "verify, the daemon gone" "$code" 0
like "it is stored at the end" "$out" "^$((before + 5)) record"
finish
