#!/bin/bash
# A full disk under the daemon: the answer waits in memory, the person is told, and once there is room it is stored.
cd "$(dirname "$0")/../.." || exit 1
. tests/tap.sh
. tests/cli/client.sh
store=$XDG_DATA_HOME/evenkeel
mkdir -p -m 700 "$XDG_DATA_HOME" "$store"
if ! mount -t tmpfs -o size=600k,mode=700 none "$store" 2>/dev/null; then
	skip "an answer on a full disk waits in memory" "no disk can be mounted here"
	finish
fi
unmount() { umount -l "$store" 2>/dev/null; client_cleanup; }
trap unmount EXIT
make_store
ek checkin stress=1 >/dev/null
export EVENKEEL_PASSPHRASE_FILE=$pass
before=$(unlocked verify | cut -d' ' -f1)
daemon_starts
head -c 1M /dev/zero >"$store/filler" 2>/dev/null
sync
run ek checkin stress=2
is "the client refuses" "$code" 1
like "and says why" "$err" "disk is full|did not take it|cannot write"
run ek verify
like "reading works" "$out$err" "^$before record"
# The daemon's own: a break asked for and skipped leaves a record.
ek now micro >/dev/null 2>&1
ek snooze 1 >/dev/null 2>&1
run ek status
is "status works" "$code" 0
kill -0 "$daemon_pid"; is "the daemon lives" $? 0
rm "$store/filler"
run ek checkin stress=2
is "with room again it goes on" "$code" 0
run ek verify
is "verify" "$code" 0
like "one more" "$out" "^$((before + 1)) record|^$((before + 2)) record"
stop_daemon
run ek verify
is "verify, the daemon gone" "$code" 0
finish
