#!/bin/bash
# The daemon waits for nobody at its start: while another program holds the store's lock it is ready in the usual time, keeps what it is
# told in memory, and stores it when the lock is free; also where a restoring or a rotation is to be finished first.
cd "$(dirname "$0")/../.." || exit 1
. tests/tap.sh
. tests/cli/client.sh
. tests/cli/hold.sh
if ! command -v python3 >/dev/null || ! command -v flock >/dev/null; then
	skip "a daemon that finds the store held" "no python3 or no flock"
	finish
fi
make_store
export EVENKEEL_PASSPHRASE_FILE=$pass
ek checkin stress=1 >/dev/null
ek checkin stress=2 >/dev/null
ek backup "$dir/copy" >/dev/null

# An answer that the daemon itself stores: a hard call, by the control socket's frame with "stored" = 0.
waiting() { ek status --json | sed -nE 's/.*"waiting_records": ([0-9]+).*/\1/p'; }
# (It tries ever less often: the longer the lock was held, the longer this may take.)
nothing_waits() { [ "$(waiting)" = 0 ]; }
records() { ek verify 2>/dev/null | grep -oE '^[0-9]+'; }
timed_start() { # in $took_ms
	local begun=$(date +%s%N)
	daemon_starts
	took_ms=$((($(date +%s%N) - begun) / 1000000))
}
# Less than the five seconds for which programs wait for the lock, beside how long a start takes on this machine at this time.
ready_soon() { if [ "$took_ms" -lt $((usual_ms + 4500)) ]; then ok "$1"; else not_ok "$1" "$took_ms ms"; fi; }
timed_start
usual_ms=$took_ms
stop_daemon

# Nothing to finish: another program only writes for long.
hold "the lock is held"
timed_start
ready_soon "it is ready in the usual time"
check "it takes an answer" tell_daemon 0
is "which waits in memory" "$(waiting)" 1
run ek status
like "status tells the person" "$(printf '%s' "$out$err" | tr '\n' ' ')" "1 answer waits in memory"
let_go
WAIT_S=120 check "the lock free, it is stored" wait_until nothing_waits
stop_daemon
is "and reads back" "$(records)" 3

# A restoring that was decided and not finished: before, the daemon waited 5 s for it and then gave up.
rm -rf "$store/restore.new"
mkdir -m 700 "$store/restore.new"
cp "$dir/copy/"{keys,store.db} "$store/restore.new/"
cp "$dir/copy/keys" "$store/restore.new/keys.bak"
hold "held again, with a restoring to finish"
timed_start
ready_soon "it is ready in the usual time"
run ek status
like "status says why" "$(printf '%s' "$out$err" | tr '\n' ' ')" "Another program is at work on the store"
like "the log says what it does meanwhile" "$(cat "$dir/daemon.log")" "another program is at work on the store; .*kept in memory"
check "it takes an answer" tell_daemon 0
check "and another" tell_daemon 0
is "both wait in memory" "$(waiting)" 2
check "a prompt comes all the same" ek now checkin
is "the restoring waits, too" "$(test -d "$store/restore.new" && echo there)" there
let_go
WAIT_S=120 check "the lock free, they are stored" wait_until nothing_waits
is "the restoring is done" "$(ls -d "$store"/restore.* 2>/dev/null)" ""
like "the log says so" "$(cat "$dir/daemon.log")" "the store can be written to now"
stop_daemon
ek verify --accept >/dev/null 2>&1
run ek verify
is "verify" "$code" 0
is "what was in the backup, both answers, and the notes of the clock and the accepting" "$(records)" 6

# Held until the end: it tries for a while, and says what is lost.
rm -rf "$store/restore.new"
mkdir -m 700 "$store/restore.new"
cp "$dir/copy/"{keys,store.db} "$store/restore.new/"
hold "held for good"
timed_start
ready_soon "it is ready in the usual time"
stop_daemon
unlike "with nothing to store it just ends" "$(cat "$dir/daemon.log")" "could not be stored"
timed_start
check "it takes an answer" tell_daemon 0
stop_daemon
like "told to end with an answer that cannot be stored it says so" "$(cat "$dir/daemon.log")" "1 records could not be stored"
let_go
finish
