#!/bin/bash
# The daemon's weekly backup, a process of its own: the daemon serves while it is made; whoever of the two is killed, what is in `backup` is
# whole, and what is left beside it goes.
cd "$(dirname "$0")/../.." || exit 1
. tests/tap.sh
. tests/cli/client.sh
. tests/cli/hold.sh
if ! command -v flock >/dev/null || ! command -v python3 >/dev/null || [ ! -r /proc/self/status ]; then
	skip "the weekly backup beside the daemon" "no flock, no python3 or no /proc"
	finish
fi
make_store
export EVENKEEL_PASSPHRASE_FILE=$pass
ek checkin stress=1 >/dev/null

# The process that makes it: a child of the daemon.
maker() { pgrep -P "$1" -f -- --backup; }
making() { [ -n "$(maker "$daemon_pid")" ]; }
# It waits for the lock five seconds at the most, which a busy machine may take for a few lines of this: stopped, its time does not pass.
stands() { # NAME: its id in $made
	check "$1" wait_until making
	made=$(maker "$daemon_pid")
	kill -STOP "$made"
}
goes_on() { kill -CONT "$made"; }
# As a client says it that has stored something (a hard call, "stored" = 1): the daemon then looks to its backup.
idle() { ! making; }
whole() { [ "$(ls "$store/backup" | tr '\n' ' ')" = 'keys store.db ' ] && cp -a "$store/backup" "$dir/look" && ek --store "$dir/look" verify >/dev/null 2>&1; [ $? = 5 ]; rm -rf "$dir/look"; }

daemon_starts
check "something is stored" tell_daemon 1
check "a backup comes" wait_until test -s "$store/backup/keys"
is "private" "$(stat -c %a "$store/backup" "$store/backup/keys" "$store/backup/store.db" | tr '\n' ' ')" "700 600 600 "
check "whole" whole
is "nothing lies beside it" "$(ls -d "$store"/backup.* 2>/dev/null)" ""
is "the log has nothing to say" "$(grep -c 'backup' "$dir/daemon.log")" 0

# The lock held, its maker stands still; the daemon does not.
check "its maker has ended" wait_until idle
rm -rf "$store/backup"
hold "the lock is held"
check "the daemon is told that something was stored" tell_daemon 1
stands "it sets to making another"
check "a prompt comes meanwhile" ek now checkin
check "and is on the screen" wait_for 'prompt 1 shown' "$dir/daemon.log"
check "its maker still stands there" making
let_go
goes_on
check "the lock free, it is made" wait_until test -s "$store/backup/keys"
check "whole" whole

# The maker is killed: the one from before stays, and the daemon.
check "its maker has ended" wait_until idle
before=$(cksum <"$store/backup/store.db")
touch -d '8 days ago' "$store/backup/store.db"
hold "the lock is held"
check "told again" tell_daemon 1
stands "it sets to making another"
kill -9 "$made"
check "killed, it is gone" wait_until idle
let_go
check "the daemon lives" ek status
is "the one from before is there" "$(cksum <"$store/backup/store.db")" "$before"
check "told again" tell_daemon 1
check "it does not try again at once" idle

# The daemon is killed: the maker comes to its end by itself.
stop_daemon
daemon_starts
hold "the lock is held"
check "told" tell_daemon 1
stands "it sets to making one"
kill -9 "$daemon_pid"; wait "$daemon_pid" 2>/dev/null; daemon_pid=
let_go
goes_on
is_new() { [ $(($(date +%s) - $(stat -c %Y "$store/backup/store.db"))) -lt 86400 ]; }
check "the daemon killed, it is made all the same" wait_until is_new
check "whole" whole
check "and its maker has gone" ends_itself "$made"

# The daemon is told to end: its maker ends with it.
touch -d '8 days ago' "$store/backup/store.db"
daemon_starts
hold "the lock is held"
check "told" tell_daemon 1
stands "it sets to making one"
kill "$daemon_pid"
check "told to end it does not wait for the lock" ends_itself "$daemon_pid"
stop_daemon
check "its maker, too" ends_itself "$made"
let_go
check "the one from before is whole" whole

# What a power cut left of one goes when the store is opened next.
mkdir -m 700 "$store/backup.new"
head -c 50000 "$store/store.db" >"$store/backup.new/store.db"
run ek status
is "nothing is left beside it" "$(ls -d "$store"/backup.* 2>/dev/null)" ""
mv "$store/backup" "$store/backup.old"
cp -a "$store/backup.old" "$store/backup.new"
run ek status
check "between two renames the one before comes back" whole
is "and nothing is left beside it" "$(ls -d "$store"/backup.* 2>/dev/null)" ""
mkdir -m 700 "$store/backup.new"
cp "$store/keys" "$store/backup.new/"
run ek forget --yes
is "forget takes all of it" "$(find "$XDG_DATA_HOME" -type f | wc -l)" 0
finish
